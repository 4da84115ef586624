"""What the desk screen asks the store: flat reads on the console's own thread (law 11)."""

from supportdesk.console.questions.clients import ClientQuestions
from supportdesk.console.questions.conversation import ConversationQuestions
from supportdesk.console.questions.knowledge import KnowledgeQuestions
from supportdesk.console.questions.meanwhile import MeanwhileQuestions
from supportdesk.console.questions.outgoing import OutgoingQuestions


class Reading(
    KnowledgeQuestions,
    ConversationQuestions,
    ClientQuestions,
    OutgoingQuestions,
    MeanwhileQuestions,
):
    """All the questions of the desk screen, for whoever asks of more than one room.

    All raise StoreTrouble when the store cannot be read.
    """
