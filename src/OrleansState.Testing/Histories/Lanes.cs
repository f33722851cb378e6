namespace OrleansState.Testing;

/// <summary>Who does what in a history: a column of its own in a drawing.</summary>
internal static class Lanes
{
    /// <summary>Whoever looks when all is over.</summary>
    public const int AtLast = -1;

    public const int Store = -2;

    public static string Of(int lane) => lane switch
    {
        Store => "store",
        AtLast => "at last",
        _ => $"client {lane}",
    };
}
