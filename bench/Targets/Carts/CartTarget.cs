using OrleansState.Bench.Load;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>Something that keeps carts behind HTTP.</summary>
internal abstract class CartTarget(string name, bool mayLose = false) : IAsyncDisposable
{
    public const int Items = 10;

    private readonly Dictionary<(int User, int Item), byte[]> _adds = [];
    private string _crowd = "";

    public string Name => name;

    /// <summary>It is known to lose updates, which is then a figure and no fault.</summary>
    public bool MayLose => mayLose;

    public abstract int Port { get; }

    /// <summary>Its processes and its store's, for their processor time.</summary>
    public abstract IReadOnlyList<int> Processes { get; }

    /// <summary>The Redis whose writes are counted, or null.</summary>
    public virtual string? Redis => null;

    /// <summary>What was acknowledged, by user.</summary>
    public Ledger Ledger { get; private set; } = new(0);

    /// <summary>Makes the requests of new users before the clock runs.</summary>
    /// <param name="crowd">What their names begin with.</param>
    /// <param name="users">How many.</param>
    public void Prepare(string crowd, int users)
    {
        (_crowd, Ledger) = (crowd, new Ledger(users));
        for (var user = 0; user < users; user++)
        {
            var add = PrepareAdds(NameOf(user));
            for (var item = 0; item < Items; item++)
                _adds[(user, item)] = add($$"""{"item":"item-{{item}}","quantity":1}""");
        }
    }

    public Shot Add(int user, long sent) => new(_adds[(user, (int)(sent % Items))], user);

    /// <summary>The next add of a connection that has users of its own: no user is served by two at once.</summary>
    public Shot AddInTurn(int connection, int connections, long sent)
    {
        var first = connection * Ledger.Keys / connections;
        var next = (connection + 1) * Ledger.Keys / connections;
        return Add(first + (int)(sent % (next - first)), sent);
    }

    public byte[] ReadRequest(int user) => PrepareRead(NameOf(user));

    public abstract ValueTask DisposeAsync();

    /// <summary>Makes a user's add of a body, its token or cookie made once.</summary>
    protected abstract Func<string, byte[]> PrepareAdds(string user);

    protected abstract byte[] PrepareRead(string user);

    private string NameOf(int user) => $"{_crowd}-{user}";
}
