namespace OrleansState.Bench.Load;

/// <summary>One request and what became of it.</summary>
/// <param name="Key">Of its shot.</param>
/// <param name="Began">Timestamp of the system's clock.</param>
/// <param name="Ended">Likewise.</param>
/// <param name="Status">0: no answer.</param>
internal readonly record struct Exchange(int Key, long Began, long Ended, int Status)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
