namespace OrleansState.Grains.Tests.Engine;

/// <summary>Opens states as activations do, each on a scheduler of its own.</summary>
internal static class Opening
{
    public static Task<DurableState<TState>> OpenAsync<TState>(
        this TaskFactory turns, StateEngine engine, string kind, string key, TState initial, bool restoresLostWrites = true, bool fromLog = false)
        where TState : class => turns.StartNew(() => engine.OpenAsync(kind, key, initial, restoresLostWrites, fromLog)).Unwrap();
}
