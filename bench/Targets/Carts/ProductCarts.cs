using OrleansState.Bench.Load;
using OrleansState.LocalCluster.Members;
using OrleansState.LocalCluster.Redis;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>Silos, an Api and a Redis, each a process.</summary>
internal sealed class ProductCarts : CartTarget
{
    private readonly ProcessCluster _cluster;

    public ProductCarts(string name, ProcessCluster cluster) : base(name) => _cluster = cluster;

    public override int Port => _cluster.Apis[0].Url.Port;

    public override string Redis => _cluster.Redis.ConnectionString;

    public override IReadOnlyList<int> Processes => Product.Processes(_cluster);

    public static async Task<CartTarget> StartAsync(string name, AppendFsync fsync, int silos = 1) =>
        new ProductCarts(name, await Product.StartAsync(fsync, silos));

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();

    protected override Func<string, byte[]> PrepareAdds(string user)
    {
        var header = Token.Header(user);
        return body => HttpMessage.Post("/cart/add", header, body);
    }

    protected override byte[] PrepareRead(string user) => HttpMessage.Get("/cart", Token.Header(user));
}
