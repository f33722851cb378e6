namespace OrleansState;

/// <summary>Which faults of a call say that no grain has begun with it.</summary>
public static class Rejections
{
    /// <summary>
    /// True for a call that Orleans has not delivered. A silo that is unavailable is a rejection to Orleans too, although the
    /// call may have been under way there; the one exception is a silo that stops and no longer places what it should pass on.
    /// It can be told by its text only, and if that changes the call counts as one of unknown outcome.
    /// </summary>
    /// <param name="fault">What the call threw.</param>
    public static bool IsRejection(this Exception fault) => fault switch
    {
        SiloUnavailableException unavailable => unavailable.Message.StartsWith("Silo '", StringComparison.Ordinal)
            && unavailable.Message.EndsWith("' is shutting down.", StringComparison.Ordinal),
        _ => fault is OrleansMessageRejectionException,
    };
}
