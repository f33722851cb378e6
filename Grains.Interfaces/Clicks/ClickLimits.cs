namespace OrleansState.Clicks;

/// <summary>Bounds of a click counter.</summary>
public static class ClickLimits
{
    /// <summary>Longest action, in UTF-16 characters.</summary>
    public const int ActionLength = 64;

    /// <summary>Most different actions one user may count; a further one is refused with <c>action-limit</c>.</summary>
    public const int Actions = 100;

    /// <summary>Most redriven events one user's counter remembers, each for good; a further one is refused with <c>redrive-limit</c>. As of every durable state.</summary>
    public const int Redriven = 1000;
}
