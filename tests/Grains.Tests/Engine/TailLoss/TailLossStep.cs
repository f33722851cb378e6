namespace OrleansState.Grains.Tests.Engine.TailLoss;

/// <summary>What may happen while events are counted.</summary>
internal enum TailLossVerb
{
    /// <summary>A worker, which reads its checkpoint first where it has none, sends its next events to an activation of the counter.</summary>
    Deliver,

    /// <summary>A worker writes how far it has come.</summary>
    Advance,

    /// <summary>What the store holds now is what it comes back with after the next crash.</summary>
    Sync,

    /// <summary>The store loses what came after the last sync, and is in another epoch.</summary>
    Crash,

    /// <summary>An activation learns of the store's present epoch.</summary>
    Notice,

    /// <summary>An activation of the counter is replaced by a new one.</summary>
    CounterDies,

    /// <summary>An activation of the progress is replaced by a new one.</summary>
    ProgressDies,

    /// <summary>A worker forgets what it knew.</summary>
    WorkerDies,
}

/// <param name="Verb">What happens.</param>
/// <param name="Worker">To which of the two workers, each with its own activation of the progress.</param>
/// <param name="Activation">To which of the two activations of the counter.</param>
/// <param name="Events">How many events a delivery has at most.</param>
internal sealed record TailLossStep(TailLossVerb Verb, int Worker, int Activation, int Events)
{
    public override string ToString() => Verb switch
    {
        TailLossVerb.Deliver => $"worker {Worker} delivers {Events} to activation {Activation}",
        TailLossVerb.Advance => $"worker {Worker} advances",
        TailLossVerb.Sync or TailLossVerb.Crash => $"the store: {Verb}",
        TailLossVerb.Notice or TailLossVerb.CounterDies => $"activation {Activation}: {Verb}",
        _ => $"worker {Worker}: {Verb}",
    };
}
