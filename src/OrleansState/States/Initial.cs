namespace OrleansState;

/// <summary>The state of a grain that has no record: one instance for all, since states never change.</summary>
internal static class Initial<TState>
    where TState : class, new()
{
    public static TState State { get; } = new();
}
