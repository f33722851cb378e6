namespace OrleansState.Bench.Targets.Kafka;

/// <summary>Which user an event is of: each as likely, or by Zipf's law with exponent 1.</summary>
internal sealed class UserDistribution(int users, bool isZipf, int seed)
{
    private readonly Random _random = new(seed);
    private readonly double[] _cumulated = isZipf ? Cumulate(users) : [];

    public int Users => users;

    public int Next()
    {
        if (_cumulated.Length == 0)
            return _random.Next(users);
        var index = Array.BinarySearch(_cumulated, _random.NextDouble() * _cumulated[^1]);
        return Math.Min(index < 0 ? ~index : index, users - 1);
    }

    private static double[] Cumulate(int users)
    {
        var cumulated = new double[users];
        var sum = 0.0;
        for (var rank = 0; rank < users; rank++)
            cumulated[rank] = sum += 1.0 / (rank + 1);
        return cumulated;
    }
}
