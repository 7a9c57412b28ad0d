// A little help where there is a script. Nothing on any page needs it.
(function () {
  var page = document

  function each (selector, act, where) {
    Array.prototype.forEach.call((where || page).querySelectorAll(selector), act)
  }

  // A second press within three seconds sends nothing twice; after that the person may try again.
  page.addEventListener('submit', function (event) {
    var form = event.target
    if (event.defaultPrevented || form.method !== 'post') return
    if (Date.now() - (form.sentAt || 0) < 3000) {
      event.preventDefault()
      return
    }
    form.sentAt = Date.now()
  })
  window.addEventListener('pageshow', function () {
    each('form', function (form) { form.sentAt = 0 })
  })

  // How many letters are left. A line's end counts as two, as it is sent.
  each('textarea[data-max]', function (field) {
    var shown = page.getElementById(field.id + '-info')
    var spoken = page.getElementById(field.id + '-spoken')
    var wait
    if (!shown) return
    function count () {
      var left = field.getAttribute('data-max') - Array.from(field.value.replace(/\n/g, '\r\n')).length
      var words = field.getAttribute(left < 0 ? 'data-over' : 'data-left').replace('#', Math.abs(left).toLocaleString(page.documentElement.lang))
      shown.textContent = words
      shown.classList.toggle('nhsuk-error-message', left < 0)
      clearTimeout(wait)
      if (spoken) wait = setTimeout(function () { spoken.textContent = words }, 1000)
    }
    field.addEventListener('input', count)
    if (field.value) count()
  })

  // Show only the field that an answer asks for: data-when="channel=email".
  each('[data-when]', function (part) {
    var asked = part.getAttribute('data-when').split('=')
    var form = part.closest('form')
    function look () {
      var chosen = form.querySelector('[name="' + asked[0] + '"]:checked')
      part.hidden = !chosen || chosen.value !== asked[1]
    }
    form.addEventListener('change', look)
    window.addEventListener('pageshow', look)
    look()
  })

  // Leave this page: the button, or Escape three times.
  var exit = page.querySelector('[data-exit]')
  if (exit) {
    var presses = 0
    var last = 0
    var leave = function (event) {
      event.preventDefault()
      page.body.hidden = true
      location.replace(exit.href)
    }
    exit.addEventListener('click', leave)
    page.addEventListener('keydown', function (event) {
      if (event.key !== 'Escape' && event.key !== 'Esc') {
        presses = 0
        return
      }
      presses = Date.now() - last < 2000 ? presses + 1 : 1
      last = Date.now()
      if (presses > 2) leave(event)
    })
    each('[data-exit-keys]', function (words) { words.hidden = false })
  }

  // Keep a draft while someone writes, quietly.
  each('form[data-autosave]', function (form) {
    var url = form.getAttribute('data-autosave')
    var wait
    var changed = false
    var touched = {}
    function save (leaving) {
      clearTimeout(wait)
      if (!changed) return
      changed = false
      if (leaving && navigator.sendBeacon) {
        navigator.sendBeacon(url, new FormData(form))
      } else if (window.fetch) {
        fetch(url, { method: 'POST', body: new FormData(form), credentials: 'same-origin' }).then(function (answer) {
          if (!answer.ok) changed = true
        }, function () { changed = true })
      }
    }
    form.addEventListener('input', function (event) {
      changed = touched[event.target.name] = true
      clearTimeout(wait)
      wait = setTimeout(save, 1000)
    })
    form.addEventListener('submit', function () {
      changed = false
      clearTimeout(wait)
    })
    page.addEventListener('visibilitychange', function () {
      if (page.visibilityState === 'hidden') save(true)
    })

    // A page that is loaded again was asked for before its last words were kept: bring them, where nobody wrote since.
    function bring (field) {
      var mine = page.getElementById(field.id)
      if (!mine || !mine.name || touched[mine.name]) return
      mine.value = field.value
      mine.checked = field.checked
      mine.dispatchEvent(new Event('input'))
    }
    var came = window.performance && performance.getEntriesByType && performance.getEntriesByType('navigation')[0]
    if (!came || came.type !== 'reload' || !window.fetch || !window.DOMParser) return
    setTimeout(function () {
      fetch(location.href, { credentials: 'same-origin' }).then(function (answer) { return answer.text() }).then(function (text) {
        var kept = new DOMParser().parseFromString(text, 'text/html').querySelector('form[data-autosave]')
        if (kept && kept.getAttribute('action') === form.getAttribute('action')) each('[id]', bring, kept)
      }, function () {})
    }, 300)
  })
})()
