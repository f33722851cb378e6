using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using OrleansState.Carts;
using OrleansState.Grains.Carts;
using OrleansState.Storage;
using StackExchange.Redis;

namespace OrleansState.Bench.Rows.Idle;

/// <summary>Carts that were filled some time ago: records and index entries as silos write them, put into Redis at once.</summary>
internal sealed class ManyCarts(ConnectionMultiplexer redis)
{
    private const string Prefix = "orleansstate/";
    private const string Deadlines = Prefix + "index/engine/deadlines/cart/0";
    private const int Batch = 2_000;

    private readonly IDatabase _db = redis.GetDatabase();

    /// <param name="name">What the users' names begin with.</param>
    /// <param name="carts">How many.</param>
    /// <param name="updatedAt">When each was changed last.</param>
    public async Task FillAsync(string name, int carts, DateTimeOffset updatedAt)
    {
        await using var services = new ServiceCollection().AddSerializer().AddMetrics()
            .ConfigureState<CartState>((definition, _) => CartDefinition.Define(definition, new CartOptions()))
            .BuildServiceProvider();
        var kind = new StateEngine(null!, null!, TimeProvider.System, Options.Create(new IdempotencyOptions()), services).KindOf("cart", CartState.Empty, restoresLostWrites: true, fromLog: false);
        for (var first = 0; first < carts; first += Batch)
            await Task.WhenAll(Enumerable.Range(first, Math.Min(Batch, carts - first)).SelectMany(i => Write(kind, string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"), updatedAt)));
    }

    /// <summary>Carts that are due by now and not swept yet.</summary>
    public Task<long> DueAsync(DateTimeOffset updatedAt) => _db.SortedSetLengthAsync(Deadlines, double.NegativeInfinity, updatedAt.ToUnixTimeSeconds() + 60);

    /// <summary>Bytes that the server uses.</summary>
    public async Task<long> BytesAsync()
    {
        var memory = await redis.GetServers()[0].InfoAsync("memory");
        return long.Parse(memory.SelectMany(section => section).First(field => field.Key == "used_memory").Value, CultureInfo.InvariantCulture);
    }

    private IEnumerable<Task> Write(StateKind<CartState> kind, string user, DateTimeOffset updatedAt)
    {
        var state = new CartState
        {
            Lines = [.. Enumerable.Range(0, 3).Select(i => new CartLine($"item-{i}", i + 1))],
            Version = 3,
            UpdatedAt = updatedAt,
        };
        var stored = kind.InitialRecord with { State = state };
        var record = new byte[ETag.Size + 512];
        var payload = kind.Serializer.Serialize(stored);
        ETag.New().Write(record);
        payload.Span.CopyTo(record.AsSpan(ETag.Size));
        yield return _db.StringSetAsync($"{Prefix}cart/{user}", record.AsMemory(0, ETag.Size + payload.Length));
        var indexes = kind.Indexes.Compare(user, before: null, stored, TimeProvider.System.GetUtcNow())!;
        foreach (var entry in indexes.Entries)
            yield return _db.SortedSetAddAsync($"{Prefix}index/{entry.Index}", user, entry.Score!.Value);
        foreach (var sum in indexes.Sums)
            yield return _db.HashIncrementAsync($"{Prefix}index/{sum.Index}", sum.Field, sum.Delta);
    }
}
