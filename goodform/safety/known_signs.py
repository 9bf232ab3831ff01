"""Warning signs a practitioner knows of: which need a reason before somebody exercises."""

from collections.abc import Collection

from goodform.safety.cautions import Caution
from goodform.safety.red_flags import COMMON_IN_PLAIN_BACK_PAIN


def weighs(cautions: Collection[str], known_signs: Collection[str]) -> bool:
    """Whether clearing this patient needs a reason.

    A sign that is common in plain back pain needs none by itself; every other one does.
    """
    return Caution.RED_FLAG in cautions or bool(set(known_signs) - COMMON_IN_PLAIN_BACK_PAIN)
