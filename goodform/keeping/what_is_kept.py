"""The register of everything that is kept: each column of each table, and what becomes of it.

From it are made the patient's own page, the file they take home, erasing, and the page about data
protection. A test holds it to the tables there are: a column that nobody thought about is named.
"""

from collections.abc import Mapping
from types import MappingProxyType

from goodform.keeping.kept import Kept
from goodform.keeping.kept_about_patients import ABOUT_PATIENTS
from goodform.keeping.kept_for_the_house import FOR_THE_HOUSE

KEPT: Mapping[str, Kept] = MappingProxyType({**ABOUT_PATIENTS, **FOR_THE_HOUSE})
"""By table. `django_session` of a patient is found by what it says, and ended (`forgetting.py`)."""
