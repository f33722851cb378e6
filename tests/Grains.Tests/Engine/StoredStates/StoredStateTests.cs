using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Carts;
using OrleansState.Clicks;
using OrleansState.Grains.Accounts;
using OrleansState.Grains.Carts;
using OrleansState.Grains.Clicks;
using OrleansState.Grains.Erasure;
using OrleansState.Grains.Sessions;
using OrleansState.Idempotency;
using OrleansState.Kafka.Progress;
using OrleansState.Kafka.Waiting;
using OrleansState.Sessions;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.StoredStates;

/// <summary>
/// Records as released versions wrote them, one file each, named by the version that first wrote this form. A change of a
/// stored type adds a file and leaves these as they are.
/// </summary>
public sealed class StoredStateTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid Credential = new("6f1f4a52-6c5f-4f0e-9a53-1d2a7f0f9c11");

    private static readonly RememberedKey Key =
        new(IdempotencyKey.Create("key", "payload").Key, IdempotencyKey.Create("key", "payload").Payload, 1_767_268_800, Guid.Empty, new Receipt(1, Noon.UtcTicks, "text"), null);

    private static readonly StoredState<CartState> Cart = new()
    {
        State = CartState.Empty
            .After([new CartLine("apple", 2)], CartChange.Appended(0), Noon)
            .After([new CartLine("apple", 3)], CartChange.Replaced(0, new CartLine("apple", 2)), Noon)
            .After([], CartChange.Emptied([new CartLine("apple", 3)]), Noon)
            .After([new CartLine("pear", 1)], CartChange.Appended(0), Noon) with
        {
            Orders = [new Order("o1", [new CartLine("apple", 3)])],
        },
        Keys = [Key],
    };

    private static readonly StoredState<CartState> CartWithKeysBeside = new()
    {
        State = CartState.Empty.After([new CartLine("apple", 2)], CartChange.Appended(0), Noon),
        Keys = [Key],
        Spilled = new SpilledKeys(1, 1_767_268_800, 1_767_355_200, 1_767_268_801),
    };

    private static readonly SpilledKey<CartState> SpilledCart = new(Key, new CartState { Lines = [new CartLine("apple", 2)], Version = 1 });

    private static readonly SpilledKey<ClickCounterState> SpilledClicks = new(Key with { RefusalCode = "action-limit" }, null);

    private static readonly StoredState<ClickCounterState> Clicks = new()
    {
        State = new ClickCounterState
        {
            Counts = [new ClickCount("click", 41), new ClickCount("view", 1)],
            Called = [new ClickCount("view", 1)],
        },
        Log = new LogMemory { Marks = [new LogPosition("events", 3, 4711)], Redriven = [new LogPosition("events", 2, 17)] },
        Keys = [Key with { RefusalCode = "action-limit" }],
    };

    private static readonly StoredState<CartState> CartWithEvents = new()
    {
        State = CartState.Empty.After([new CartLine("apple", 2)], CartChange.Appended(0), Noon),
        Outbox = new Outbox([new OutboxEvent(Credential, "cart_checked_out", Noon, [123, 125])]),
    };

    private static readonly StoredState<CartState> IndexedCart = Cart with { Indexed = 0x703 };

    private static readonly StoredState<AccountState> Account = new()
    {
        State = new AccountState { UserId = "u1", Username = "Ada", PasswordHash = "hash", CreatedAt = Noon, Credential = Credential, ChangedBy = "s1" },
    };

    private static readonly StoredState<SessionsState> Sessions = new()
    {
        State = new SessionsState
        {
            Username = "Ada",
            Sessions =
            [
                new Session
                {
                    Id = "s1",
                    Token = new TokenHash(1, 2),
                    Used = [new TokenHash(3, UInt128.MaxValue)],
                    OpenedAt = Noon,
                    LastUsedAt = Noon.AddMinutes(1),
                    Lifetime = TimeSpan.FromDays(30),
                    IdleTimeout = TimeSpan.FromDays(7),
                    Credential = Credential,
                    Generation = 7,
                },
            ],
        },
    };

    private static readonly StoredState<CheckpointState> Partition = new() { State = new CheckpointState("events", 4711, "first") };

    private static readonly StoredState<WaitingState> Waiting = new() { State = new WaitingState("events", [new WaitingUser("1", 17, 4711)]) };

    private static readonly StoredState<UnfinishedErasuresState> Erasures = new()
    {
        State = new UnfinishedErasuresState { Erasures = [new UnfinishedErasure("u1", "Ada"), new UnfinishedErasure("guest:1", null)] },
    };

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void A_cart_stored_by_version_1_still_loads()
    {
        var stored = Load<CartState>("1-cart");

        Assert.Equal(Cart.State.Lines, stored.State.Lines);
        Assert.Equal((4, Noon), (stored.State.Version, stored.State.UpdatedAt));
        Assert.Equal([new CartLine("apple", 3)], stored.State.LinesAt(2));
        Assert.Equal([new CartLine("apple", 2)], stored.State.LinesAt(1));
        Assert.Equal(Cart.Keys, stored.Keys);
    }

    [Fact]
    public void A_cart_with_keys_beside_its_record_stored_by_version_2_still_loads()
    {
        var stored = Load<CartState>("2-cart-with-keys-beside");

        Assert.Equal(CartWithKeysBeside.Spilled, stored.Spilled);
        Assert.Equal(CartWithKeysBeside.Keys, stored.Keys);
        Assert.Equal(CartWithKeysBeside.State.Lines, stored.State.Lines);
    }

    [Fact]
    public void Keys_beside_a_record_stored_by_version_2_still_load()
    {
        var cart = Spilled<CartState>().Deserialize(Convert.FromBase64String(Read("2-spilled-cart")))!;

        Assert.Equal((SpilledCart.Key, SpilledCart.State!.Version), (cart.Key, cart.State!.Version));
        Assert.Equal(SpilledCart.State.Lines, cart.State.Lines);
        Assert.Equal(SpilledClicks, Spilled<ClickCounterState>().Deserialize(Convert.FromBase64String(Read("2-spilled-clicks"))));
    }

    [Fact]
    public void A_click_counter_stored_by_version_1_still_loads()
    {
        var stored = Load<ClickCounterState>("1-clicks");

        Assert.Equal(Clicks.State.Counts, stored.State.Counts);
        Assert.Equal(Clicks.Log!.Marks, stored.State.Kept!.Marks);
        Assert.Equal(Clicks.Log.Redriven, stored.State.Kept.Redriven);
        Assert.Null(stored.State.WithoutKept().Kept);
        Assert.Equal(Clicks.State.Called, stored.State.Called);
        Assert.Equal(Clicks.Keys, stored.Keys);
    }

    [Fact]
    public void A_click_counter_stored_by_version_3_has_its_log_marks_beside_its_state()
    {
        var stored = Load<ClickCounterState>("3-clicks");

        Assert.Equal(Clicks.Log!.Marks, stored.Log!.Marks);
        Assert.Equal(Clicks.Log.Redriven, stored.Log.Redriven);
        Assert.Equal(Clicks.State.Counts, stored.State.Counts);
        Assert.Null(stored.State.Kept);
    }

    [Fact]
    public void Events_that_wait_in_a_record_stored_by_version_3_still_load()
    {
        var told = Assert.Single(Load<CartState>("3-cart-with-events").Outbox!.Events);

        Assert.Equal((Credential, "cart_checked_out", Noon), (told.Id, told.Type, told.At));
        Assert.Equal([123, 125], told.Data);
    }

    [Fact]
    public void A_record_that_an_earlier_release_would_write_without_its_marks_or_events_has_a_format_that_it_refuses()
    {
        Assert.Equal(2, Serializer<ClickCounterState>().Serialize(Clicks).Span[0]);
        Assert.Equal(2, Serializer<CartState>().Serialize(CartWithEvents).Span[0]);
        Assert.Equal(1, Serializer<CartState>().Serialize(Cart).Span[0]);
    }

    [Fact]
    public void An_account_stored_by_version_1_still_loads() => Assert.Equal(
        Account.State with { Credential = Guid.Empty, ChangedBy = null }, Load<AccountState>("1-account").State);

    [Fact]
    public void What_version_2_added_still_loads()
    {
        var order = Assert.Single(Load<CartState>("2-cart").State.Orders);
        Assert.Equal(("o1", new CartLine("apple", 3)), (order.OrderId, Assert.Single(order.Lines)));
        Assert.Equal(Account.State, Load<AccountState>("2-account").State);
        Assert.Equal(Credential, Assert.Single(Load<SessionsState>("2-sessions").State.Sessions).Credential);
        Assert.Equal(Erasures.State.Erasures, Load<UnfinishedErasuresState>("2-unfinished-erasures").State.Erasures);
        Assert.Equal(Erasures.State.Erasures, Load<UnfinishedErasuresState>("3-unfinished-erasures").State.Erasures);
    }

    [Fact]
    public void Sessions_stored_by_version_1_still_load()
    {
        var stored = Load<SessionsState>("1-sessions").State;

        Assert.Equal("Ada", stored.Username);
        var (expected, session) = (Sessions.State.Sessions[0], Assert.Single(stored.Sessions));
        Assert.Equal(expected.Used, session.Used);
        Assert.Equal(expected, session with { Used = expected.Used, Credential = Credential, Generation = 7 });
    }

    [Fact]
    public void Sessions_stored_before_tokens_were_numbered_are_of_the_generation_that_is_not_signed()
    {
        Assert.Equal(0, Assert.Single(Load<SessionsState>("2-sessions").State.Sessions).Generation);
        Assert.Equal(7, Assert.Single(Load<SessionsState>("3-sessions").State.Sessions).Generation);
    }

    [Fact]
    public void The_progress_of_a_partition_stored_by_version_1_still_loads_and_is_believed_in_any_generation()
    {
        var stored = Load<CheckpointState>("1-partition").State;

        Assert.Equal(Partition.State with { Generation = null }, stored);
        Assert.Equal(stored, stored.In("second"));
        Assert.Equal(CheckpointState.Unread, Partition.State.In("second"));
    }

    [Fact]
    public void Who_waits_as_stored_by_version_1_still_loads()
    {
        var stored = Load<WaitingState>("1-waiting").State;

        Assert.Equal(Waiting.State.Log, stored.Log);
        Assert.Equal(Waiting.State.Users, stored.Users);
    }

    [Fact]
    public void Keys_stored_before_answers_were_kept_with_them_still_load()
    {
        Assert.Equal(Cart.Keys, Load<CartState>("2-cart").Keys);
        Assert.Equal(Clicks.Keys, Load<ClickCounterState>("1-clicks").Keys);
        Assert.Equal(SpilledCart.Key, Spilled<CartState>().Deserialize(Convert.FromBase64String(Read("2-spilled-cart")))!.Key);
        Assert.Equal(SpilledClicks.Key, Spilled<ClickCounterState>().Deserialize(Convert.FromBase64String(Read("2-spilled-clicks")))!.Key);
    }

    [Fact]
    public void The_newest_file_of_each_kind_holds_what_is_written_today() => Assert.Multiple(
        () => AssertIsWritten("3-cart", Cart),
        () => AssertIsWritten("3-cart-with-keys-beside", CartWithKeysBeside),
        () => AssertIsWritten("3-spilled-cart", Spilled<CartState>().SerializeToArray(SpilledCart)),
        () => AssertIsWritten("3-spilled-clicks", Spilled<ClickCounterState>().SerializeToArray(SpilledClicks)),
        () => AssertIsWritten("5-clicks", Clicks),
        () => AssertIsWritten("4-cart-with-events", CartWithEvents),
        () => AssertIsWritten("5-cart-in-indexes", IndexedCart),
        () => AssertIsWritten("2-account", Account),
        () => AssertIsWritten("3-sessions", Sessions),
        () => AssertIsWritten("1-waiting", Waiting),
        () => AssertIsWritten("2-partition", Partition),
        () => AssertIsWritten("4-unfinished-erasures", Erasures));

    [Fact]
    public void What_is_written_today_loads_today()
    {
        Assert.Equal(Cart.State.History.Length, Serializer<CartState>().Deserialize(Serializer<CartState>().Serialize(Cart)).State.History.Length);
        Assert.Equal(Clicks.Keys, Serializer<ClickCounterState>().Deserialize(Serializer<ClickCounterState>().Serialize(Clicks)).Keys);
    }

    [Fact]
    public void A_format_this_version_does_not_know_is_refused_by_name()
    {
        var fault = Assert.Throws<InvalidDataException>(() => Serializer<CartState>().Deserialize(new byte[] { 9, 1, 2 }));

        Assert.Contains("format 9", fault.Message, StringComparison.Ordinal);
    }

    private void AssertIsWritten<TState>(string name, StoredState<TState> state)
        where TState : class => AssertIsWritten(name, Serializer<TState>().Serialize(state).Span);

    private static void AssertIsWritten(string name, ReadOnlySpan<byte> bytes)
    {
        var written = Convert.ToBase64String(bytes);
        Assert.True(written == Read(name), $"What is stored has changed its form since {name}.base64; add a file with the form of today: {written}");
    }

    [Fact]
    public void A_record_says_which_indexes_contain_it_and_a_release_without_them_can_not_read_it()
    {
        Assert.Equal(IndexedCart.Indexed, Load<CartState>("5-cart-in-indexes").Indexed);
        Assert.Equal(0UL, Load<CartState>("4-cart-with-events").Indexed);
        Assert.Equal(3, Serializer<CartState>().Serialize(IndexedCart).Span[0]);
    }

    private StoredState<TState> Load<TState>(string name)
        where TState : class => Serializer<TState>().Deserialize(Convert.FromBase64String(Read(name)));

    private static string Read(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "Engine", "StoredStates", name + ".base64");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }

    private Serializer<SpilledKey<TState>> Spilled<TState>()
        where TState : class => _services.GetRequiredService<Serializer<SpilledKey<TState>>>();

    private StateSerializer<TState> Serializer<TState>()
        where TState : class => new(_services.GetRequiredService<Serializer<StoredState<TState>>>());
}
