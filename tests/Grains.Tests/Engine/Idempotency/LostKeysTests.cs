using CsCheck;
using OrleansState.Carts;
using OrleansState.Grains.Carts;
using OrleansState.Idempotency;
using OrleansState.Indexes;
using OrleansState.Storage;
using OrleansState.Testing;
using OrleansState.TestServers;

namespace OrleansState.Grains.Tests.Engine.Idempotency;

/// <summary>
/// Keyed commands that come again and again to one cart, whose record keeps two keys, over a store that loses its tail while
/// the activation lives: each key takes effect once and is answered as at first.
/// </summary>
public sealed class LostKeysTests
{
    private const int Runs = 1000;

    [LongFact]
    public Task Every_key_takes_effect_once_though_the_store_loses_its_tail() =>
        Steps.SampleAsync(steps => KeyedRun.CarryOutAsync(steps, KeyFlaw.None), iter: Runs, threads: 4);

    [LongTheory]
    [InlineData(KeyFlaw.NotSpilled)]
    [InlineData(KeyFlaw.NotLookedFor)]
    [InlineData(KeyFlaw.NotGivenBack)]
    public async Task A_rule_left_out_is_found_within_as_many_runs(KeyFlaw flaw)
    {
        var found = await Assert.ThrowsAsync<CsCheckException>(
            () => Steps.SampleAsync(steps => KeyedRun.CarryOutAsync(steps, flaw), iter: Runs, threads: 4));

        Assert.Contains("took effect", found.InnerException?.ToString() ?? found.Message, StringComparison.Ordinal);
    }

    [LongFact]
    public async Task A_key_that_comes_again_while_it_is_on_its_way_out_of_the_record_takes_effect_once()
    {
        var store = new LyingStore();
        using var engine = new TestEngine(store, new IdempotencyOptions { MaxKeys = 1 });
        var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var tally = await turns.OpenAsync(engine.Engine, "tally", "1", new Tally(0));
        var held = store.HoldNextWrite();

        // The write of the first is under way; those behind it wait for the next one, and push each other out.
        var first = AddAsync("a");
        await held.Begun;
        var others = new[] { "b", "c", "a", "b", "c" }.Select(AddAsync).ToArray();
        held.Release();

        Assert.False((await first).Replayed);
        Assert.Equal([false, false, true, true, true], (await Task.WhenAll(others)).Select(reply => reply.Replayed));
        Assert.Equal(3, (await turns.StartNew(async () => await tally.ReadAsync()).Unwrap()).State.Sum);

        Task<Reply<long>> AddAsync(string key) => turns.StartNew(() => tally.CommitAsync(
            state => Tally.Add(state, 1), (_, receipt) => receipt.Number, new CommandContext(null, IdempotencyKey.Create(key, "add")))).Unwrap();
    }

    /// <summary>Up to 9 a key, 10 a command without one, 11 several keys at once, 12 a sync, 13 a crash, 14 another activation.</summary>
    private static Gen<int[]> Steps => Gen.Int[0, 14].Array[1, 40];

    private sealed class KeyedRun(StateEngine engine, MemoryStore store)
    {
        private readonly Dictionary<int, Reply<CartState>> _first = [];
        private StoreSnapshot _synced = store.Snapshot();
        private DurableState<CartState>? _cart;
        private int _plain;

        public static async Task CarryOutAsync(int[] steps, KeyFlaw flaw)
        {
            var store = new MemoryStore();
            using var engine = new TestEngine(new FlawedKeys(store, flaw), new IdempotencyOptions { MaxKeys = 2 });
            var turns = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
            await turns.StartNew(() => new KeyedRun(engine.Engine, store).CarryOutAsync(steps)).Unwrap();
        }

        private async Task CarryOutAsync(int[] steps)
        {
            foreach (var step in steps)
                await CarryOutAsync(step);
            var pieces = (await (await CartAsync()).ReadAsync()).State.Lines.Sum(l => l.Quantity);
            if (pieces != _first.Count + _plain)
                throw new InvalidOperationException($"{_first.Count + _plain} commands were sent; {pieces} took effect.");
        }

        private async Task CarryOutAsync(int step)
        {
            switch (step)
            {
                case < 10:
                    await SendAsync(step);
                    break;
                case 10:
                    _plain++;
                    await (await CartAsync()).CommitAsync(Add);
                    break;
                case 11:
                    await Task.WhenAll(Enumerable.Range(0, 5).Select(SendAsync));
                    break;
                case 12:
                    _synced = store.Snapshot();
                    break;
                case 13:
                    store.Restart(_synced);
                    break;
                default:
                    // What a store loses after its activation is lost: nothing is, here.
                    await (await CartAsync()).RevalidateAsync(store.Epoch);
                    _synced = store.Snapshot();
                    _cart = null;
                    break;
            }
        }

        private async Task SendAsync(int key)
        {
            var context = new CommandContext(null, IdempotencyKey.Create($"{key}", "add"));
            var reply = await (await CartAsync()).CommitAsync(Add, CartRules.Recall, context);
            if (_first.TryAdd(key, reply))
                return;
            var first = _first[key];
            if (!reply.Replayed || (first.ETag, first.Value!.Version) != (reply.ETag, reply.Value!.Version) || !first.Value.Lines.SequenceEqual(reply.Value.Lines))
                throw new InvalidOperationException($"Key {key} took effect again, or is answered otherwise.");
        }

        private async ValueTask<DurableState<CartState>> CartAsync() => _cart ??= await engine.OpenAsync("cart", "1", CartState.Empty);

        private static Decision<CartState, CartState> Add(CartState cart) =>
            CartRules.Add(cart, new CartLine("apple", 1), 3, TimeProvider.System.GetUtcNow());
    }

    /// <summary>A store that is not told of keys what a rule says.</summary>
    private sealed class FlawedKeys(MemoryStore store, KeyFlaw flaw) : IStateStore
    {
        public Task<StoredRecord> ReadAsync(string key) => store.ReadAsync(key);

        public Task<KeyFinding> FindKeyAsync(string key, Guid idempotencyKey) => store.FindKeyAsync(key, idempotencyKey);

        public Task<WriteOutcome> WriteAsync(
            string key, ETag expected, ETag next, ReadOnlyMemory<byte> payload, StoreEpoch epoch, KeyWrite? keys = null, IndexWrite? indexes = null) =>
            store.WriteAsync(key, expected, next, payload, epoch, keys is null ? null : flaw switch
            {
                KeyFlaw.NotSpilled => keys with { Spilled = [] },
                KeyFlaw.NotLookedFor => keys with { Fresh = [] },
                // A write in which no key takes effect, and some leave all the same, is no command's here.
                KeyFlaw.NotGivenBack when keys.Fresh.Count == 0 && keys.TooOld == 0 => null,
                _ => keys,
            });
    }
}

/// <summary>Rules of keys that a run leaves out.</summary>
public enum KeyFlaw
{
    None,

    /// <summary>Keys that leave the record are forgotten.</summary>
    NotSpilled,

    /// <summary>A key is not looked for beside the record.</summary>
    NotLookedFor,

    /// <summary>An activation that gives the store its record back does not give it the keys beside it.</summary>
    NotGivenBack,
}
