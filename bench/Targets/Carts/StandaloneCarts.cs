using OrleansState.Bench.Load;
using OrleansState.Bench.Report;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>The Api alone, with its embedded store.</summary>
internal sealed class StandaloneCarts : CartTarget
{
    private readonly Standalone _process;

    private StandaloneCarts(Standalone process) : base(Contestants.Standalone) => _process = process;

    public override int Port => _process.Port;

    public override IReadOnlyList<int> Processes => [_process.Pid];

    public static async Task<CartTarget> StartAsync() => new StandaloneCarts(await Standalone.StartAsync());

    public override ValueTask DisposeAsync() => _process.DisposeAsync();

    protected override Func<string, byte[]> PrepareAdds(string user)
    {
        var header = Token.Header(user);
        return body => HttpMessage.Post("/cart/add", header, body);
    }

    protected override byte[] PrepareRead(string user) => HttpMessage.Get("/cart", Token.Header(user));
}
