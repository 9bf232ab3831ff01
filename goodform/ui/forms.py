"""How every form is drawn: fields one under another, the mistakes first."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Draws `{{ form }}` and `{{ form.x.as_field_group }}` as `{% field form.x %}` does."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
