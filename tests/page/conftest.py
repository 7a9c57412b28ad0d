"""What the tests of pages may ask for."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from tests.page import stand_in


@pytest.fixture(scope="session")
def env() -> Environment:
    return stand_in.environment()


@pytest.fixture(scope="session")
def kit() -> Environment:
    return stand_in.the_kit()
