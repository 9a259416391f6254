"""Where paper copies go back to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultation", "0004_receiving"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="return_address",
            field=models.TextField(blank=True, verbose_name="where paper copies are sent back to"),
        ),
    ]
