namespace OrleansState.Silo.Membership;

/// <summary>
/// How often this silo has said in the membership table that it is alive, and another one has not, while that one refused its
/// connections. The silos' own beats are the clock: a store or a machine that is slow slows all of them down.
/// </summary>
/// <param name="Other">When the other silo last said so, by its clock.</param>
/// <param name="Own">When this silo did.</param>
/// <param name="Count">How often it did since the other one's last.</param>
internal sealed record RefusedBeats(DateTime Other, DateTime Own, int Count)
{
    /// <summary>The first may have been under way before the first refusal.</summary>
    private const int OfTheDead = 3;

    public bool AreOfTheDead => Count >= OfTheDead;

    /// <summary>After another refusal, behind which the table had these beats.</summary>
    public static RefusedBeats After(RefusedBeats? before, DateTime other, DateTime own) =>
        before is null || before.Other != other ? new RefusedBeats(other, own, 0)
        : before.Own != own ? before with { Own = own, Count = before.Count + 1 }
        : before;
}
