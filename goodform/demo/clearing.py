"""Taking a demo clinic away, all but what the record says of it."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models, transaction

from goodform.people.models import Clinic, User


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("goodform.")]


def _links(
    model: type[models.Model], *, optional: bool = True
) -> Iterator[tuple[str, type[models.Model]]]:
    """The foreign keys of a model: (field, target); without the optional ones where asked."""
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey) or (field.null and not optional):
            continue
        if isinstance(field.related_model, type):
            yield field.name, field.related_model


def _path_to_clinic(
    model: type[models.Model], *, optional: bool, seen: frozenset[str] = frozenset()
) -> str | None:
    """The shortest chain of fields from a model to its clinic; None where it has none."""
    chains = []
    for name, target in _links(model, optional=optional):
        if target is Clinic:
            return name
        if target is not model and target.__name__ not in seen:
            known = seen | {model.__name__}
            further = _path_to_clinic(target, optional=optional, seen=known)
            if further is not None:
                chains.append(f"{name}__{further}")
    return min(chains, key=lambda chain: chain.count("__"), default=None)


def _chain(model: type[models.Model]) -> str | None:
    """The chain that every row has, or else one that a row may have."""
    return _path_to_clinic(model, optional=False) or _path_to_clinic(model, optional=True)


def _from_the_top_down() -> Iterator[type[models.Model]]:
    """Our models, each before those it points at; optional pointers give way in a circle."""
    waiting = _ours()
    while waiting:
        free = _not_pointed_at(waiting, optional=True) or _not_pointed_at(waiting, optional=False)
        if not free:
            raise RuntimeError(f"These point at each other in a circle: {waiting}")
        yield from free
        waiting = [model for model in waiting if model not in free]


def _not_pointed_at(
    waiting: list[type[models.Model]], *, optional: bool
) -> list[type[models.Model]]:
    pointed_at = {
        target
        for model in waiting
        for _name, target in _links(model, optional=optional)
        if target is not model
    }
    return [model for model in waiting if model not in pointed_at]


def _let_go(rows: models.QuerySet[models.Model]) -> None:
    """Empty the pointers of rows at themselves, and those that made a circle."""
    required = dict(_links(rows.model, optional=False))
    for name, target in _links(rows.model):
        circle = any(other is rows.model for _name, other in _links(target))
        if name not in required and circle:
            rows.update(**{name: None})


@transaction.atomic
def clear(clinic: Clinic) -> None:
    """Delete the demo clinic and everything in it. Raises `ValueError` for one that is no demo."""
    if not clinic.is_demo:
        raise ValueError(f"{clinic.name} is no demo; nothing was taken away.")
    of_clinic = models.Q(staff__clinic=clinic) | models.Q(patient__clinic=clinic)
    users = list(User.objects.filter(of_clinic).values_list("pk", flat=True))
    chains = {
        model: chain for model in _from_the_top_down() if (chain := _chain(model)) is not None
    }
    for model, chain in chains.items():
        _let_go(model._base_manager.filter(**{chain: clinic}))
    for model, chain in chains.items():
        model._base_manager.filter(**{chain: clinic}).delete()
    User.objects.filter(pk__in=users).delete()
    clinic.delete()
