namespace OrleansState.Clicks;

/// <summary>Why a counter refuses a click. They are part of the contract and are never renamed.</summary>
public static class ClickRefusals
{
    /// <summary>The user has counted as many different actions as one user may.</summary>
    public const string ActionLimit = "action-limit";

    /// <summary>The counter remembers as many redriven events as it can.</summary>
    public const string RedriveLimit = "redrive-limit";
}
