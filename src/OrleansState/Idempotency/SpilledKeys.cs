namespace OrleansState.Idempotency;

/// <summary>
/// What a record knows of the keys that lie beside it: in one of two hashes, by when they left the record. One is filled for
/// a key's lifetime while what lies in the other runs out; then they change places. Times are seconds since 1970.
/// </summary>
/// <param name="Slot">The hash that is being filled, 0 or 1.</param>
/// <param name="Since">When that one was begun.</param>
/// <param name="Until">When the last key in it has run out.</param>
/// <param name="OtherUntil">When the last key in the other one has run out.</param>
[GenerateSerializer, Immutable, Alias("orleansstate.spilled-keys")]
internal sealed record SpilledKeys(
    [property: Id(0)] int Slot,
    [property: Id(1)] uint Since,
    [property: Id(2)] uint Until,
    [property: Id(3)] uint OtherUntil)
{
    /// <summary>Hashes beside a record.</summary>
    public const int Slots = 2;

    public bool HaveRunOut(long second) => Math.Max(Until, OtherUntil) <= second;

    public uint UntilOf(int slot) => slot == Slot ? Until : OtherUntil;

    /// <summary>One key more, which runs out at a time. A hash is begun anew only once all that lies in it has run out.</summary>
    public static SpilledKeys Take(SpilledKeys? before, long second, uint until, TimeSpan lifetime)
    {
        if (before is null)
            return new SpilledKeys(0, (uint)second, until, 0);
        return second - before.Since >= lifetime.TotalSeconds && before.OtherUntil <= second
            ? new SpilledKeys(Slots - 1 - before.Slot, (uint)second, until, before.Until)
            : before with { Until = Math.Max(before.Until, until) };
    }
}
