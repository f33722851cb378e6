using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansState.Api.Accounts;
using OrleansState.Api.Admin;
using OrleansState.Api.Carts;
using OrleansState.Api.Clicks;
using OrleansState.Api.Export;
using OrleansState.Api.Json;
using OrleansState.Api.Maintenance;
using OrleansState.Api.Sessions;
using OrleansState.Api.Stats;
using OrleansState.Api.Tokens;
using OrleansState.Carts;

namespace OrleansState.Api.OpenApi;

/// <summary>What calls and answers look like. Each is an object of its type, so that it can't have another form; a test sends them.</summary>
internal static class Examples
{
    private const string UserId = "019c1f0e6b7a7d0f9f3d5a1c2b4e6f80";
    private const string SessionId = "019c1f0e70c47b1d8a2b3c4d5e6f7081";
    private const string OrderId = "019c1f0f1a2b7c3d9e4f5a6b7c8d9e0f";
    private const string Username = "ada";
    private const string Password = "violet teapot harbour";
    private const string RefreshToken = "MDE5YzFmMGU.MDE5YzFmMGY.c2VjcmV0";
    private static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly CartLine Line = new("apple", 2);
    private static readonly CartAnswer Cart = new([Line], 1, Noon, Noon.AddHours(1), null);
    private static readonly OrderAnswer Order = new(OrderId, [Line]);
    private static readonly ClicksAnswer Clicks = new(UserId, 3, ImmutableSortedDictionary<string, long>.Empty.Add("click", 2).Add("open", 1));
    private static readonly EarlierCartAnswer Earlier = new(1, [new CartLine("apple", 1)]);
    private static readonly GuestExportAnswer Guest = new("guest:019c1f0d5a6b7c8d9e0f1a2b3c4d5e6f", [], [], Clicks with { UserId = "guest:019c1f0d5a6b7c8d9e0f1a2b3c4d5e6f" }, []);
    private static readonly RecordAnswer Wallet = new("wallet", JsonElement.Parse("""{"balance":1000}"""));
    private static readonly SessionAnswer Session = new(SessionId, Noon.AddHours(-1), Noon, Noon.AddDays(30), Current: true);
    private static readonly PublicKeyAnswer Key = new(
        "EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "2026-03", "ES256", "sig");

    private static readonly DeadLetterAnswer DeadLetter = new(
        "0/17", "missing-user-id", "The event has no user_id.", "events", 2, 4711, Noon, Key: null, """{"action":"click"}""", ValueBase64: null, 18, ValueCut: false, Redriven: false);

    private static readonly TaskAnswer Verify = new(
        "verify", "0 30 3 * * *", Running: false, [new RunAnswer(Noon, 4200, ImmutableSortedDictionary<string, long>.Empty.Add("records", 100000), 0, Fault: null)]);

    private static readonly HistoryEventAnswer Happened = new(
        "019c1f0f1a2b7c3d9e4f5a6b7c8d9e10", "cart_cleared", Noon, JsonElement.Parse("""{"lines":[{"item":"apple","quantity":2}],"cart":{"lines":[],"version":2}}"""), new HistoryCartAnswer([], 2));

    /// <summary>Values for what a path or a query asks for.</summary>
    private static readonly FrozenDictionary<string, JsonNode> ByParameter = new Dictionary<string, JsonNode>
    {
        ["item"] = "apple",
        ["order_id"] = OrderId,
        ["id"] = UserId,
        ["limit"] = 20,
        ["username"] = Username,
        ["name"] = "verify",
        ["repair"] = false,
        ["window"] = "1h",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, object> ByType = new object[]
    {
        new AddItemBody("apple", 2), new QuantityBody(3), new ClickBody("open"), new RegistrationBody(Username, Password), new CredentialsBody(Username, Password),
        new RefreshBody(RefreshToken), new PasswordBody(Password, "another teapot altogether"), new RedriveBody([DeadLetter.Id]),
        Cart, Order, new ClickAnswer(UserId, "open", 1), Clicks, new RegisteredAnswer(UserId), new TokenPairAnswer("eyJhbGciOiJFUzI1NiJ9.e30.c2ln", 900, RefreshToken),
        new ProfileAnswer(UserId, Username), new SessionsAnswer([Session]), new ExportAnswer(UserId, Username, Noon, Cart, [Order], [Earlier], Clicks, [Session], [Guest], [Wallet]),
        new UserAnswer(UserId, Username), new HistoryAnswer(UserId, [Happened], Complete: true),
        new PublicKeysAnswer([Key]), new DeadLettersAnswer([DeadLetter]), new RedriveAnswer(1, 0, 0),
        new MaintenanceAnswer([Verify]), Verify, new ClickStatsAnswer(3, Clicks.Counts), ImmutableArray.Create(new TopUserAnswer(UserId, 3)),
        ImmutableArray.Create(new TrendAnswer("click", 2), new TrendAnswer("open", 1)), new CartStatsAnswer(1, 2),
        new AllStatsAnswer(new ClickStatsAnswer(3, Clicks.Counts), new CartStatsAnswer(1, 2)),
    }.ToFrozenDictionary(example => example.GetType());

    /// <summary>An example of a body or an answer; null where there is none, which a test reports.</summary>
    public static JsonNode? Of(Type? type) =>
        type is not null && ByType.TryGetValue(type, out var example) ? JsonSerializer.SerializeToNode(example, ApiJson.Default.GetTypeInfo(type)!) : null;

    /// <summary>An example of a parameter of a path or a query.</summary>
    public static JsonNode? Of(string? parameter) => ByParameter.GetValueOrDefault(parameter ?? "")?.DeepClone();
}
