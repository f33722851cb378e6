namespace OrleansState.KafkaBridge.Events;

/// <summary>Bounds of an event that no setting moves.</summary>
internal static class EventLimits
{
    /// <summary>Largest value, in bytes. An event needs a few hundred; unknown fields are let through up to here.</summary>
    public const int ValueBytes = 64 * 1024;

    /// <summary>Deepest nesting of the JSON.</summary>
    public const int Depth = 32;
}
