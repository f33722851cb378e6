using OrleansState.Bench.Load;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>A cart as a Restate virtual object, over its HTTP ingress.</summary>
internal sealed class RestateCarts : CartTarget
{
    private readonly RestateServer _server;

    private RestateCarts(RestateServer server) : base(RestateServer.PeerName) => _server = server;

    public override int Port => _server.IngressPort;

    public override IReadOnlyList<int> Processes => _server.Processes;

    public static async Task<CartTarget> StartAsync() => new RestateCarts(await RestateServer.StartAsync());

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    protected override Func<string, byte[]> PrepareAdds(string user) => body => HttpMessage.Post($"/Cart/{user}/add", null, body);

    protected override byte[] PrepareRead(string user) => HttpMessage.Get($"/Cart/{user}/show");
}
