"""The register's part about patients, table by table."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from goodform.keeping.kept import Ends, Kept

CARE = _("to treat you, and to show later how you were treated")
REACH = _("to reach you, and to let only you in")
_RECORD, _SOON = Ends.RECORD, Ends.SOON

ABOUT_PATIENTS: Mapping[str, Kept] = MappingProxyType(
    {
        "people_patient": Kept(
            about=_("Who you are"),
            why=REACH,
            ends=_RECORD,
            way="pk",
            visit="joined_at",
            fact="name known_as born email email_wanted phone zone joined_at ended_at ended_why"
            " last_active_at",
            link="id clinic_id user_id practitioner_id ended_by_id merged_into_id search",
            named={"clinic": "clinic__name", "practitioner": "practitioner__name"},
        ),
        "people_user": Kept(
            about=_("How you sign in"),
            why=REACH,
            ends=_RECORD,
            way="patient",
            fact="email last_login",
            link="id is_superuser is_active sessions_ended news_at",
            secret="password",  # noqa: S106  # the name of a column
        ),
        "people_device": Kept(
            about=_("Your devices"),
            why=REACH,
            ends=_SOON,
            way="user__patient",
            fact="name first_at last_at looked_at",
            link="id user_id",
            secret="token_hash session_key",  # noqa: S106  # the names of columns
        ),
        "people_invitation": Kept(
            about=_("Links that let you in"),
            why=REACH,
            ends=_RECORD,
            way="patient",
            fact="made_at expires_at used_at",
            link="id patient_id",
            secret="token_hash",  # noqa: S106  # the name of a column
        ),
        "people_consent": Kept(
            about=_("What you permitted"),
            why=_("to do only what you said yes to"),
            ends=_RECORD,
            way="patient",
            written="purpose wording given at withdrawn_at",
            link="id patient_id",
        ),
        "programmes_assessment": Kept(
            about=_("What was found"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="assessed_on",
            written="assessed_on findings cautions known_signs usual_pain cleared cleared_why"
            " review_by made_at",
            link="id patient_id practitioner_id",
            named={"practitioner": "practitioner__name"},
        ),
        "programmes_programme": Kept(
            about=_("Your programme"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="given_at",
            written="version given_at changed_at quiet_after_days",
            link="id patient_id given_by_id edits",
            named={"given by": "given_by__name"},
        ),
        "programmes_draft": Kept(
            about=_("What is being prepared for you"),
            why=CARE,
            ends=_RECORD,
            way="programme__patient",
            written="lines edited_at",
            link="id programme_id edited_by_id",
        ),
        "programmes_prescription": Kept(
            about=_("The exercises you were given"),
            why=CARE,
            ends=_RECORD,
            way="programme__patient",
            visit="given_at",
            written="since_version until_version ended_at order side sets repetitions hold_s rest_s"
            " tempo time_s times_a_day weekdays anchor pain_policy pain_ceiling bad_day camera"
            " watched form_checked"
            " form_reason caution_reason note why_changed given_at",
            link="id programme_id line superseded_by_id exercise_id given_by_id",
            named={"exercise": "exercise__name", "given by": "given_by__name"},
        ),
        "programmes_hold": Kept(
            about=_("What had to wait, and why"),
            why=CARE,
            ends=_RECORD,
            way="programme__patient",
            written="reason opened_at released_at release_reason",
            link="id programme_id line cause released_by_id",
            named={"released by": "released_by__name"},
        ),
        "diary_session": Kept(
            about=_("Your diary"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="local_date",
            written="programme_version local_date zone started_at finished_at pain_before"
            " pain_after red_flags red_flags_asked note flags shown",
            link="id patient_id programme_id sent_at clock_offset_s received_at stamps"
            " entered_by_id",
        ),
        "diary_entry": Kept(
            about=_("What you did, exercise by exercise"),
            why=CARE,
            ends=_RECORD,
            way="session__patient",
            written="side outcome reason where symptoms noticed sets_done repetitions_done"
            " hold_done_s time_done_s sets_target repetitions_target hold_target_s"
            " time_target_s pain difficulty timing"
            " recorded_at zone local_date flags undone_at",
            link="id session_id prescription_id stamps",
            named={"exercise": "prescription__exercise__name"},
        ),
        "diary_excess": Kept(
            about=_("What was too much to take in"),
            why=CARE,
            ends=_RECORD,
            way="session__patient",
            written="received",
            link="session_id full",
        ),
        "diary_entryrevision": Kept(
            about=_("What an entry said before it was put right"),
            why=CARE,
            ends=_RECORD,
            way="entry__session__patient",
            written="at before",
            link="id entry_id by by_label",
        ),
        "diary_morning": Kept(
            about=_("How the mornings after were"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            written="date settled answered ache pain answered_at",
            link="id patient_id",
        ),
        "inbox_alert": Kept(
            about=_("What the clinic was told of"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            written="kind severity is_emergency evidence times last_at raised_at happened_at"
            " acknowledged_at resolved_at outcome what_was_done",
            link="id clinic_id patient_id prescription_id cause owner_id waiting_since"
            " acknowledged_by_id escalated_at mailed_at unmailed resolved_by_id",
            named={"closed by": "resolved_by__name"},
        ),
        "inbox_alerttelling": Kept(
            about=_("What the clinic was told of, each time"),
            why=CARE,
            ends=_RECORD,
            way="alert__patient",
            written="severity facts happened_at at",
            link="id alert_id cause holds_too prescription_id",
        ),
        "inbox_alertstep": Kept(
            about=_("What the clinic did about it"),
            why=CARE,
            ends=_RECORD,
            way="alert__patient",
            written="at by kind words",
            link="id alert_id mails",
        ),
        "inbox_message": Kept(
            about=_("Messages between you and the clinic"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            written="text written_at received_at read_at",
            link="id clinic_id patient_id staff_id read_by_id escalated_at",
            named={"from the clinic": "staff__name"},
        ),
        "reminders_plan": Kept(
            about=_("Your reminders"),
            why=_("to remind you when you asked for it"),
            ends=_RECORD,
            way="patient",
            fact="way channels quiet_since quiet_until repeat_after_hours snoozed_at snoozed_until"
            " paused_until stopped_at looked_at next_due_at made_at changed_at",
            link="patient_id",
            secret="calendar_token",  # noqa: S106  # the name of a column
        ),
        "reminders_slot": Kept(
            about=_("When you are reminded"),
            why=_("to remind you when you asked for it"),
            ends=_RECORD,
            way="plan__patient",
            fact="anchor at made_at ended_at",
            link="id plan_id line",
        ),
        "outbox_address": Kept(
            about=_("Browsers that show you notifications"),
            why=REACH,
            ends=_RECORD,
            way="patient",
            fact="channel to made_at refused_at",
            link="id patient_id staff_id",
            secret="facts",  # noqa: S106  # the name of a column
        ),
        "outbox_notification": Kept(
            about=_("What was sent to you"),
            why=REACH,
            ends=_RECORD,
            way="patient",
            fact="to kind channel due_at state sent_at",
            link="id clinic_id patient_id staff_id address_id dedupe_key rank stale_at next_at"
            " lease_until lease_by sending_since attempts why made_at",
            secret="facts",  # noqa: S106  # the name of a column
        ),
        "keeping_legalhold": Kept(
            about=_("Why your record must not be erased yet"),
            why=_("to keep what a court or an insurer may ask for"),
            ends=_RECORD,
            way="patient",
            written="reason set_at lifted_at",
            link="id patient_id set_by_id lifted_by_id",
        ),
        "diary_camerasummary": Kept(
            about=_("What the camera counted for you"),
            why=CARE,
            ends=_RECORD,
            way="entry__session__patient",
            written="engine model summary believed received_at",
            link="entry_id",
        ),
        "booking_appointment": Kept(
            about=_("Your appointments"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="starts_at",
            written="starts_at minutes zone wall state overlap_reason by_patient soon made_at"
            " set_at",
            link="id clinic_id patient_id type_id practitioner_id room_id before after room_rests"
            " expires_at case_id sequence reminded",
            named={"visit": "type__name", "with": "practitioner__staff__name"},
        ),
        "outcomes_sheet": Kept(
            about=_("Your questionnaires"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="given_at",
            written="instrument version moment due_on given_at asked answers passed answered_at"
            " score level profile why_none",
            link="id patient_id given_by_id entered_by_id mark",
            named={"given by": "given_by__name"},
        ),
        "outcomes_goal": Kept(
            about=_("Your goals"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            written="text written_at ended_at",
            link="id patient_id",
        ),
        "booking_visitrequest": Kept(
            about=_("The first visit you asked for"),
            why=REACH,
            ends=_SOON,
            way="patient",
            written="starts_at zone wall name email phone words state asked_at expires_at"
            " answered_at",
            link="id clinic_id type_id practitioner_id patient_id visit_id answered_by_id"
            " code_until tries",
            secret="code_hash",  # noqa: S106  # the name of a column
            named={"visit": "type__name", "with": "practitioner__staff__name"},
        ),
        "booking_wait": Kept(
            about=_("What you wait for"),
            why=CARE,
            ends=_RECORD,
            way="patient",
            visit="joined_at",
            written="days parts by_patient joined_at left_at",
            link="id clinic_id patient_id type_id practitioner_id",
            named={"visit": "type__name", "with": "practitioner__name"},
        ),
        "booking_offer": Kept(
            about=_("Times you were offered"),
            why=CARE,
            ends=_RECORD,
            way="wait__patient",
            written="starts_at made_at expires_at answer answered_at",
            link="id wait_id visit_id practitioner_id",
        ),
        "booking_occupied": Kept(
            about=_("Which five minutes are taken"),
            ends=_SOON,
            way="appointment__patient",
            link="id resource_id lane tick appointment_id blocked_id",
        ),
        "people_factor": Kept(
            about=_("What you sign in with"),
            why=REACH,
            ends=_RECORD,
            way="user__patient",
            fact="kind name made_at used_at",
            link="id user_id last_step host counter",
            secret="secret credential_id credential",  # noqa: S106  # the names of columns
        ),
        "people_recoverycode": Kept(
            about=_("Codes on paper to sign in with"),
            why=REACH,
            ends=_RECORD,
            way="user__patient",
            fact="used_at",
            link="id user_id",
            secret="handle hash",  # noqa: S106  # the names of columns
        ),
        "people_handover": Kept(
            about=_("Codes you were shown at the desk"),
            why=REACH,
            ends=_RECORD,
            way="patient",
            fact="made_at seen_at expires_at used_at",
            link="id patient_id shown_by_id",
            secret="token_hash",  # noqa: S106  # the name of a column
        ),
    }
)
