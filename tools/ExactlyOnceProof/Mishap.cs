namespace OrleansState.ExactlyOnceProof;

internal enum Mishap
{
    KillBridge,
    KillSilo,
    KillAllSilos,
    LoseTail,
    Stall,
    PlannedFailover,
    ForcedFailover,
    Flush,
    Rebuild,
    RebuildSwitch,
    Join,
    Leave,
}
