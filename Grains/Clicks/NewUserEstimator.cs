namespace OrleansState.Grains.Clicks;

/// <summary>
/// Whether those who come to a slot for the first time in a while are mostly new users, who have no record: then it pays to
/// begin one without looking. Where they have one, finding that out costs half as much as was saved.
/// </summary>
internal sealed class NewUserEstimator
{
    private const int MaxScore = 16;

    private int _score = MaxScore / 2;

    public bool AreLikely => _score >= MaxScore / 2;

    /// <summary>Notes whether one of them had no record.</summary>
    public void Came(bool isNew) => _score = Math.Clamp(_score + (isNew ? 1 : -1), 0, MaxScore);
}
