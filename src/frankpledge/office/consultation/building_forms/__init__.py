"""What staff type when they make a questionnaire, as clean values; forms never save."""

from .codes import short_code
from .questions import (
    AnyOfForm,
    CopyForm,
    HowManyForm,
    OnForm,
    OtherWordsForm,
    QuestionForm,
    SectionDetailsForm,
)
from .showing import (
    CopiesForm,
    LanguageForm,
    PreviewForm,
    ReturnAddressForm,
    TranslationFileForm,
)
from .whole import (
    ChecklistForm,
    ConsultationForm,
    ConsultationsFilter,
    PublishForm,
)

__all__ = [
    "AnyOfForm",
    "ChecklistForm",
    "ConsultationForm",
    "ConsultationsFilter",
    "CopiesForm",
    "CopyForm",
    "HowManyForm",
    "LanguageForm",
    "OnForm",
    "OtherWordsForm",
    "PreviewForm",
    "PublishForm",
    "QuestionForm",
    "ReturnAddressForm",
    "SectionDetailsForm",
    "TranslationFileForm",
    "short_code",
]
