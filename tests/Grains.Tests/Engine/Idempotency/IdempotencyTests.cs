using CsCheck;
using OrleansState.Carts;
using OrleansState.Grains.Carts;
using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.Idempotency;

public sealed class IdempotencyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IdempotencyOptions Options = new() { MaxKeys = 4, KeyLifetime = TimeSpan.FromHours(1) };

    /// <summary>What lies beside the record.</summary>
    private readonly List<(int Slot, SpilledKey<CartState> Key)> _spilled = [];
    private StateVersion<CartState> _version = new(new StoredState<CartState> { State = CartState.Empty }, ETag.None);

    [Fact]
    public void A_command_sent_again_with_its_key_changes_nothing_and_gets_the_first_answer()
    {
        var first = Add("apple", 1, "key-1");
        Add("pear", 5);
        var before = _version;

        var again = Add("apple", 1, "key-1");

        Assert.Same(before, _version);
        Assert.True(again.Replayed);
        Assert.False(first.Replayed);
        AssertSameAnswer(first, again);
    }

    [Fact]
    public void A_key_with_another_payload_is_refused()
    {
        Add("apple", 1, "key-1");
        var before = _version;

        Assert.Equal(RefusalCodes.KeyReused, Add("apple", 2, "key-1").Refusal?.Code);
        Assert.Same(before, _version);
    }

    [Fact]
    public void A_refusal_is_remembered_as_well()
    {
        var refused = CheckOut("key-1");
        Add("apple", 1);

        var again = CheckOut("key-1");

        Assert.Equal(CartRefusals.CartEmpty, refused.Refusal?.Code);
        Assert.True(again.Replayed);
        Assert.Equal(refused.Refusal, again.Refusal);
        Assert.Equal(refused.ETag, again.ETag);
        Assert.Single(_version.State.Lines);
    }

    [Fact]
    public void An_order_is_answered_again_after_the_cart_went_on()
    {
        Add("apple", 2);
        var order = CheckOut("key-1").Value!;
        Add("pear", 1);

        var again = CheckOut("key-1").Value!;

        Assert.Equal(order.OrderId, again.OrderId);
        Assert.Equal(order.Lines, again.Lines);
        Assert.Equal([new CartLine("pear", 1)], _version.State.Lines);
    }

    [Fact]
    public void A_retry_passes_the_condition_that_its_first_try_has_outdated()
    {
        Add("apple", 1);
        var etag = _version.ETag.ToString();
        Add("pear", 1, "key-1", etag);

        var again = Add("pear", 1, "key-1", etag);

        Assert.True(again.Replayed);
        Assert.Null(again.Refusal);
    }

    [Fact]
    public void A_failed_condition_is_not_remembered()
    {
        Add("apple", 1);

        Assert.Equal(RefusalCodes.PreconditionFailed, Add("pear", 1, "key-1", "stale").Refusal?.Code);
        Assert.Null(Add("pear", 1, "key-1", _version.ETag.ToString()).Refusal);
    }

    [Fact]
    public void The_oldest_key_leaves_the_record_with_its_answer_when_there_are_too_many()
    {
        for (var i = 0; i <= Options.MaxKeys; i++)
            Add("apple", 1, $"key-{i}");

        Assert.Equal(Options.MaxKeys, _version.Stored.Keys.Length);
        Assert.Equal(Options.MaxKeys, _version.State.History.Length + 1);
        var spilled = Assert.Single(_spilled).Key;
        Assert.Equal(IdempotencyKey.Create("key-0", "").Key, spilled.Key.Key);
        Assert.Equal([new CartLine("apple", 1)], CartRules.Recall(spilled.State!, spilled.Key.Receipt).Lines);
    }

    [Fact]
    public void A_key_is_forgotten_when_its_lifetime_is_over()
    {
        Add("apple", 1, "key-1");

        Assert.True(Add("apple", 1, "key-1", now: Noon + Options.KeyLifetime - TimeSpan.FromSeconds(1)).Replayed);
        Assert.False(Add("apple", 1, "key-1", now: Noon + Options.KeyLifetime).Replayed);
    }

    [Fact]
    public void A_cart_nobody_sends_keys_to_stores_no_history()
    {
        Add("apple", 1);
        Add("apple", 1);
        Assert.Empty(_version.State.History);

        Add("apple", 1, "key-1");
        Add("apple", 1);
        Assert.Single(_version.State.History);

        Add("apple", 1, now: Noon + Options.KeyLifetime);
        Assert.Empty(_version.State.History);
        Assert.Empty(_version.Stored.Keys);
    }

    [Fact]
    public void A_key_leaves_the_record_with_its_answer_before_that_can_no_longer_be_rebuilt()
    {
        Add("apple", 1, "key-1");
        for (var i = 0; i <= CartState.MaxHistory; i++)
            Add("apple", 1);

        Assert.Empty(_version.Stored.Keys);
        Assert.Empty(_version.State.History);
        Assert.True(Add("apple", 1, "key-1").Replayed);
    }

    /// <summary>As a record of a release that kept 64, or after the setting was lowered.</summary>
    [Fact]
    public void Keys_of_a_record_that_has_more_than_it_may_leave_it_with_the_next_change_and_none_is_lost()
    {
        var first = Enumerable.Range(0, 20).Select(i => Add("apple", 1, $"key-{i}", options: new IdempotencyOptions { MaxKeys = 64 })).ToList();
        Assert.Equal(20, _version.Stored.Keys.Length);

        Add("pear", 1);

        Assert.Equal(Options.MaxKeys, _version.Stored.Keys.Length);
        Assert.Equal(20 - Options.MaxKeys, _spilled.Count);
        for (var i = 0; i < first.Count; i++)
            AssertSameAnswer(first[i], Add("apple", 1, $"key-{i}"));
    }

    [Fact]
    public void What_a_record_knows_of_keys_beside_it_is_forgotten_with_the_last_of_them()
    {
        for (var i = 0; i <= Options.MaxKeys; i++)
            Add("apple", 1, $"key-{i}");
        Assert.NotNull(_version.Stored.Spilled);

        Add("apple", 1, now: Noon + Options.KeyLifetime);

        Assert.Null(_version.Stored.Spilled);
    }

    /// <summary>Whatever happened to the cart since, an answer given again equals the first one.</summary>
    [Fact]
    public void Every_answer_given_again_equals_the_first()
    {
        var step = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Bool);
        step.Array[1, 40].Sample(steps =>
        {
            var cart = new IdempotencyTests();
            var given = new List<(Func<Reply<CartState>> Send, Reply<CartState> Answer)>();
            foreach (var ((verb, item, quantity, keyed), i) in steps.Select((s, i) => (s, i)))
            {
                var key = keyed ? $"key-{i}" : null;
                Reply<CartState> Send() => cart.Run(verb, $"item-{item}", quantity, key, Noon.AddMinutes(verb == 4 ? 61 * i : i));
                var answer = Send();
                if (keyed)
                    given.Add((Send, answer));
                for (var k = 0; k < given.Count; k++)
                {
                    var again = given[k].Send();
                    if (again.Replayed)
                        AssertSameAnswer(given[k].Answer, again);
                    else
                        given[k] = (given[k].Send, again);
                }
            }
        });
    }

    private static void AssertSameAnswer(Reply<CartState> first, Reply<CartState> again)
    {
        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal(first.Refusal, again.Refusal);
        Assert.Equal(first.Value?.Lines.ToArray(), again.Value?.Lines.ToArray());
        Assert.Equal(first.Value?.Version, again.Value?.Version);
        Assert.Equal(first.Value?.UpdatedAt, again.Value?.UpdatedAt);
    }

    private Reply<CartState> Add(
        string item, int quantity, string? key = null, string? ifMatch = null, DateTimeOffset? now = null, IdempotencyOptions? options = null) =>
        Run(0, item, quantity, key, now ?? Noon, ifMatch, options);

    private Reply<Order> CheckOut(string key)
    {
        var context = new CommandContext(null, IdempotencyKey.Create(key, "checkout"));
        var command = new Command<CartState, Order>(
            cart => CartRules.CheckOut(cart, Guid.NewGuid().ToString("N"), Noon), CartRules.RecallOrder, context);
        var evaluation = CommandEvaluation<CartState, Order>.On(_version, command, Noon, Options, EngineSerializer.Instance, Beside(context));
        _version = evaluation.Next;
        _spilled.AddRange(evaluation.Spilled);
        return evaluation.Reply;
    }

    private Reply<CartState> Run(int verb, string item, int quantity, string? key, DateTimeOffset now, string? ifMatch = null, IdempotencyOptions? options = null)
    {
        var line = new CartLine(item, quantity);
        var context = new CommandContext(ifMatch, key is null ? null : IdempotencyKey.Create(key, $"{verb} {item} {quantity}"));
        var command = new Command<CartState, CartState>(
            cart => verb switch
            {
                0 => CartRules.Add(cart, line with { Quantity = Math.Max(1, quantity) }, 3, now),
                1 => CartRules.SetQuantity(cart, line, 3, now),
                2 => CartRules.SetQuantity(cart, line with { Quantity = 0 }, 3, now),
                3 => CartRules.Clear(cart, now),
                _ => CartRules.Expire(cart, now),
            },
            CartRules.Recall, context);
        var evaluation = CommandEvaluation<CartState, CartState>.On(_version, command, now, options ?? Options, EngineSerializer.Instance, Beside(context));
        _version = evaluation.Next;
        _spilled.AddRange(evaluation.Spilled);
        return evaluation.Reply;
    }

    private SpilledKey<CartState>? Beside(CommandContext context) => _spilled.LastOrDefault(s => s.Key.Key.Key == context.Key?.Key).Key;
}
