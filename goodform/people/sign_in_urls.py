"""The sign-in pages we use of django-allauth; the rest of it has no address here."""

from allauth.account import views
from django.urls import path, re_path

from goodform.people import second_step
from goodform.people.views import whose_page

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("login/whose/", whose_page, name="whose_page"),
    path("login/second/", second_step.second_step, name="second_step"),
    path("login/passkey/", second_step.passkey_sign_in, name="passkey_sign_in"),
    path("login/passkey/asked/", second_step.passkey_options, name="passkey_options"),
    path("login/passkey/new/", second_step.new_passkey_options, name="new_passkey_options"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
