namespace OrleansState.KafkaBridge.Tests.Model;

/// <summary>Mistakes that the model must find; each leaves out one of the rules that make the counts exact.</summary>
public enum PlantedBug
{
    None,

    /// <summary>The counters' answer comes before their write, as with an auto-committed consumer.</summary>
    CommitBeforeApply,

    /// <summary>Counters remember no offsets.</summary>
    NoMarks,

    /// <summary>The checkpoint lies where the store's loss does not reach it.</summary>
    CheckpointOutsideTheStore,

    /// <summary>A live checkpoint gives the store back what that has lost.</summary>
    CheckpointHeals,

    /// <summary>The position passes a record before its dead letter is safe.</summary>
    LetterAfterTheOffset,

    /// <summary>Rule 1 left out: ETags are counted and so come again after a loss.</summary>
    CountedETags,

    /// <summary>Rule 2 left out: the store takes a write that was decided in an earlier epoch.</summary>
    EarlierLivesAccepted,

    /// <summary>Rule 3 left out: a batch counts though its worker began in another epoch.</summary>
    LateWorkerAccepted,

    /// <summary>Rule 4 left out: "already counted" is said from the memory of another epoch.</summary>
    CountedInMemoryOfAnotherEpoch,

    /// <summary>Rule 5 left out: the checkpoint is read first and the epoch it belongs to is asked afterwards.</summary>
    CheckpointBeforeEpoch,

    /// <summary>The checkpoint passes clicks that could not be counted, and nobody notes whose.</summary>
    WaitingNotNoted,

    /// <summary>A worker does not ask who waits, so that later clicks of theirs are counted before the earlier ones.</summary>
    WaitingNotAsked,

    /// <summary>Rule 9 left out: a server that was demoted and is promoted again is taken for the one it was.</summary>
    PromotionKeepsTheEpoch,

    /// <summary>Rule 10 left out: a store whose records were taken away is taken for the one it was.</summary>
    EmptiedStoreKeepsItsEpoch,

    /// <summary>Rule 10 left out: progress moves on from a record that is gone.</summary>
    ProgressFromNothing,
}
