"""The register's part about the house and who works there, table by table."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from goodform.keeping.kept import Ends, Kept

_RECORD, _SOON, _NEVER = Ends.RECORD, Ends.SOON, Ends.NEVER

FOR_THE_HOUSE: Mapping[str, Kept] = MappingProxyType(
    {
        "audit_auditrow": Kept(
            about=_("Who did and saw what"),
            why=_("to show who did and saw what; it names you by a number only"),
            ends=_NEVER,
            record="id clinic_id at actor_id actor action subject_id subject facts before key seal",
        ),
        "keeping_erasure": Kept(
            about=_("Which records were erased: numbers and dates"),
            ends=_NEVER,
            record="id clinic_id patient_id at by_id",
        ),
        "audit_recordcheck": Kept(
            about=_("Checks of that record"),
            ends=_NEVER,
            house="clinic_id at rows newest_seal broken_row why breaks kept_seal",
        ),
        "people_clinic": Kept(
            about=_("The clinic"),
            ends=_NEVER,
            house="id name phone booking_url hours zone country_pack reply_promise"
            " reply_within_hours opening promised_within promised_unit only_signed mirror is_demo",
        ),
        "people_staff": Kept(
            about=_("Who works at the clinic"),
            ends=_NEVER,
            staff="id clinic_id user_id name known_as title is_practitioner is_reception is_owner"
            " active",
        ),
        "people_tally": Kept(
            about=_("How often somebody tried to come in, by keys that name nobody"),
            ends=_SOON,
            house="key ends_at count again_at",
        ),
        "library_exercise": Kept(
            about=_("Exercises"), ends=_NEVER, house="id slug clinic_id current_id"
        ),
        "library_exerciseversion": Kept(
            about=_("What exercises say"),
            ends=_NEVER,
            house="id exercise_id content_hash name content loaded_at",
        ),
        "library_exercisevideo": Kept(
            about=_("Videos of exercises"), ends=_NEVER, house="id clinic_id slug youtube_id"
        ),
        "outbox_lane": Kept(
            about=_("How the channels do"),
            ends=_NEVER,
            house="channel minute sent_in_minute down_until down_since failures why",
        ),
        "outbox_channelsetting": Kept(
            about=_("What the clinic chose for its channels"),
            ends=_NEVER,
            house="id clinic_id channel on",
            secret="facts",  # noqa: S106  # the name of a column
        ),
        "outbox_key": Kept(
            about=_("Keys of this house"),
            ends=_NEVER,
            house="name",
            secret="sealed",  # noqa: S106  # the name of a column
        ),
        "outbox_beat": Kept(
            about=_("Workers that are alive"), ends=_SOON, house="worker started_at beat_at"
        ),
        "outbox_chore": Kept(
            about=_("What is done every so often"), ends=_NEVER, house="name next_at failed_at"
        ),
        "keeping_recipient": Kept(
            about=_("Who can open backups"),
            ends=_NEVER,
            house="id key word sealed_word named_at proven_at",
        ),
        "keeping_backup": Kept(
            about=_("Which backups were made"),
            ends=_NEVER,
            house="id began_at ended_at outcome why file nightly size rows keys",
        ),
        "demo_made": Kept(about=_("The demo"), ends=_NEVER, house="id clinic_id on last_row"),
        "django_session": Kept(
            about=_("Who is signed in"),
            ends=_SOON,
            link="expire_date",
            secret="session_key session_data",  # noqa: S106  # the names of columns
        ),
        "account_emailaddress": Kept(
            about=_("Unused"),
            ends=_RECORD,
            way="user__patient",
            link="id user_id email verified primary",
        ),
        "account_emailconfirmation": Kept(
            about=_("Unused"),
            ends=_RECORD,
            way="email_address__user__patient",
            link="id email_address_id created sent",
            secret="key",  # noqa: S106  # the name of a column
        ),
        "auth_permission": Kept(
            about=_("Unused"), ends=_NEVER, house="id name content_type_id codename"
        ),
        "auth_group": Kept(about=_("Unused"), ends=_NEVER, house="id name"),
        "auth_group_permissions": Kept(
            about=_("Unused"), ends=_NEVER, house="id group_id permission_id"
        ),
        "people_user_groups": Kept(
            about=_("Unused"), ends=_RECORD, way="user__patient", link="id user_id group_id"
        ),
        "people_user_user_permissions": Kept(
            about=_("Unused"), ends=_RECORD, way="user__patient", link="id user_id permission_id"
        ),
        "django_content_type": Kept(about=_("Tables"), ends=_NEVER, house="id app_label model"),
        "people_signature": Kept(
            about=_("Which clinician signed a text"),
            ends=_NEVER,
            staff="id clinic_id text version words name registration signed_on why withdraws_id"
            " by_id at",
        ),
        "outcomes_broughttext": Kept(
            about=_("Texts of questionnaires, with their licences"),
            ends=_NEVER,
            house="id clinic_id instrument version items holder licensed_on recorded_by_id"
            " recorded_at",
        ),
        "booking_bookingsettings": Kept(
            about=_("How the clinic books"),
            ends=_NEVER,
            house="clinic_id online newcomers step first_reminder_h second_reminder_h",
        ),
        "booking_visittype": Kept(
            about=_("Kinds of appointments"),
            ends=_NEVER,
            house="id clinic_id name kind minutes before after needs_room room_rests by_patients"
            " soonest_h ahead_days cancel_h where active",
        ),
        "booking_bookable": Kept(
            about=_("Who and what can be booked"),
            ends=_NEVER,
            staff="id clinic_id staff_id name opening by_patients active",
        ),
        "booking_givenup": Kept(
            about=_("Time that was given up and may be offered"),
            ends=_NEVER,
            house="id clinic_id resource_id starts_at minutes due_at",
        ),
        "booking_blocked": Kept(
            about=_("When somebody cannot be booked"),
            ends=_NEVER,
            staff="id clinic_id resource_id starts_at minutes why expires_at request_id",
        ),
    }
)
