"""Every table, so that migrations and tests see them all."""

from portal.help import models as help_models
from portal.kit import audit, drafts, freshness, limits
from portal.measures import models as measures_models
from portal.outbox import models as outbox_models
from portal.people import models as people_models
from portal.projects import models as projects_models
from portal.reaching import models as reaching_models
from portal.rewards import models as rewards_models
from portal.signin import models as signin_models
from portal.stories import models as stories_models
from portal.teams import models as teams_models
from portal.training import models as training_models
from portal.trust import models as trust_models

ALL = (
    audit,
    drafts,
    freshness,
    limits,
    trust_models,
    people_models,
    outbox_models,
    signin_models,
    projects_models,
    teams_models,
    training_models,
    stories_models,
    help_models,
    measures_models,
    reaching_models,
    rewards_models,
)
