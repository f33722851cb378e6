using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Bench.Report;
using OrleansState.Carts;
using OrleansState.Grains.Carts;

namespace OrleansState.Bench.Rows.Memory;

/// <summary>What a cart costs to write down and to read again.</summary>
internal sealed class SerializerRow : Row
{
    private const int Lines = 20;
    private const string Json = "System.Text.Json, source generated";
    private const string Binary = "Orleans binary";

    public override string Name => "serializers";

    public override string Title => "Serializers, a cart of 20 lines";

    public override string How => "The state of a cart to bytes and back, in a loop on one thread.";

    public override async Task MeasureAsync(RowSettings settings, Figures figures)
    {
        await using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var orleans = services.GetRequiredService<Serializer<CartState>>();
        var cart = new CartState
        {
            Lines = [.. Enumerable.Range(0, Lines).Select(i => new CartLine($"item-{i:000}", i + 1))],
            Version = Lines,
            UpdatedAt = TimeProvider.System.GetUtcNow(),
        };
        Contest[] contests =
        [
            new(Binary, () => orleans.SerializeToArray(cart), bytes => orleans.Deserialize(bytes)!),
            new(Json, () => JsonSerializer.SerializeToUtf8Bytes(cart, CartStateJson.Default.CartState), bytes => JsonSerializer.Deserialize(bytes, CartStateJson.Default.CartState)!),
        ];
        var rounds = settings.Scale(100_000, 2_000);
        await TakingTurns.RunAsync(settings.Runs, contests, contest =>
        {
            Measure(contest, cart, rounds, figures);
            return Task.CompletedTask;
        });
    }

    private static void Measure(Contest contest, CartState cart, int rounds, Figures figures)
    {
        var bytes = contest.Write();
        var back = contest.Read(bytes);
        if (!back.Lines.SequenceEqual(cart.Lines) || back.Version != cart.Version || back.UpdatedAt != cart.UpdatedAt)
            throw new WrongAnswerException($"{contest.Name}: the cart that came back is another.");
        figures.Add(contest.Name, "write µs", Microseconds(rounds, () => contest.Write()));
        figures.Add(contest.Name, "read µs", Microseconds(rounds, () => contest.Read(bytes)));
        figures.Add(contest.Name, "bytes", bytes.Length);
    }

    private static double Microseconds(int rounds, Func<object> work)
    {
        for (var i = 0; i < rounds / 4; i++)
            work();
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < rounds; i++)
            work();
        return TimeProvider.System.GetElapsedTime(began).TotalMicroseconds / rounds;
    }

    private sealed record Contest(string Name, Func<byte[]> Write, Func<byte[], CartState> Read);
}

[JsonSerializable(typeof(CartState))]
internal sealed partial class CartStateJson : JsonSerializerContext;
