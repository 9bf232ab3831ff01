"""Addresses of the desk: what practitioners and reception work with."""

from django.urls import path

from goodform.desk.prescribing import reading
from goodform.desk.prescribing import views as prescribing
from goodform.desk.views import (
    assessment,
    caseload,
    conversation,
    ending,
    exercises,
    inbox,
    paper_ticks,
    patients,
    record,
    silence,
    who_did_what,
)

urlpatterns = [
    path("caseload/", caseload.caseload, name="caseload"),
    path("clinic/who-did-what/", who_did_what.who_did_what, name="who_did_what"),
    path("clinic/who-did-what.csv", who_did_what.who_did_what_csv, name="who_did_what_csv"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/<uuid:pk>/", inbox.alert, name="alert"),
    path("exercises/", exercises.exercises, name="exercises"),
    path("exercises/<slug:slug>/", exercises.exercise_entry, name="exercise_entry"),
    path("patients/new/", patients.patient_new, name="patient_new"),
    path("patients/gone/", ending.gone, name="gone"),
    path("patients/<uuid:pk>/", record.record, name="record"),
    path("patients/<uuid:pk>/ending/", ending.ending, name="ending"),
    path("patients/<uuid:pk>/edit/", patients.patient_edit, name="patient_edit"),
    path("patients/<uuid:pk>/invite/", patients.patient_invite, name="patient_invite"),
    path("patients/<uuid:pk>/assessment/", assessment.assessment, name="assessment"),
    path("patients/<uuid:pk>/prescribe/", prescribing.prescribe, name="prescribe"),
    path("patients/<uuid:pk>/prescribe/sum/", reading.prescribe_sum, name="prescribe_sum"),
    path("patients/<uuid:pk>/preview/", reading.preview, name="preview"),
    path("patients/<uuid:pk>/ticks/", paper_ticks.paper_ticks, name="paper_ticks"),
    path("patients/<uuid:pk>/messages/", conversation.conversation, name="conversation"),
    path("patients/<uuid:pk>/silence/", silence.silence, name="silence"),
    path("patients/<uuid:pk>/history/", reading.programme_history, name="programme_history"),
]
