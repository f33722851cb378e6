namespace OrleansState.Grains.Tests.Engine.Histories;

/// <summary>Mistakes that the check of histories must find; each stands for a promise of the engine.</summary>
public enum PlantedBug
{
    None,

    /// <summary>The store's answer is not waited for.</summary>
    AnswerBeforeCommit,

    /// <summary>After a failed write the state in memory is gone on with.</summary>
    NoReload,

    /// <summary>A retry is taken for a new command.</summary>
    NoKeyCheck,

    /// <summary>Whoever writes last wins.</summary>
    NoETag,

    /// <summary>A refused command leaves its change behind.</summary>
    MutateThenDecide,

    /// <summary>Keys that make room in the record are forgotten.</summary>
    KeysNotSpilled,

    /// <summary>Keys beside the record are not looked for when a command is written.</summary>
    KeysNotLookedFor,
}
