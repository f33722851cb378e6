using System.Net;
using System.Net.Sockets;
using OrleansState.LocalCluster.Members;
using OrleansState.TestServers;

namespace OrleansState.LocalCluster.Tests.Membership;

/// <summary>What becomes of a cluster of real processes when its membership table goes back, goes, or speaks of the dead.</summary>
public sealed class LostMembershipTests(RedisFixture redis)
{
    private const int Users = 16;

    /// <summary>Orleans waits for the answers of dead silos for up to five minutes; a busy machine takes a part of this to start a process.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [LongFact]
    public async Task A_silo_that_joined_in_a_lost_tail_can_die_and_others_serve_what_it_held()
    {
        await using var cluster = await TableCluster.StartAsync(redis, silos: 1);
        var before = cluster.FileLength();
        var joined = await cluster.AddSiloAsync();
        await cluster.ConnectsToAsync(2);

        await cluster.LoseTailAsync(before);
        var users = await cluster.RegisterAsync(Users);
        await joined.KillAsync();

        await cluster.AnswersAsync(users);
        await cluster.HasActiveAsync(1);
    }

    [LongFact]
    public async Task A_cluster_whose_store_was_emptied_stays_one_cluster_and_takes_deaths_and_new_silos_as_before()
    {
        await using var cluster = await TableCluster.StartAsync(redis, silos: 2);
        await cluster.ConnectsToAsync(2);

        await cluster.FlushAsync();
        var users = await cluster.RegisterAsync(Users);
        await cluster.Silos[1].KillAsync();
        await cluster.AnswersAsync(users);
        await cluster.AddSiloAsync();

        await cluster.ConnectsToAsync(2);
        await cluster.HasActiveAsync(2);
    }

    [LongFact]
    public async Task A_silo_that_starts_when_all_have_died_serves_soon()
    {
        await using var cluster = await TableCluster.StartAsync(redis, silos: 2);
        var users = await cluster.RegisterAsync(Users);
        await Task.WhenAll(cluster.Silos.Select(silo => silo.KillAsync()));

        await StartsSoonAsync(cluster.Silos[0]);

        await cluster.AnswersAsync(users);
    }

    [LongFact]
    public async Task A_silo_that_starts_when_all_are_gone_without_a_word_serves_soon()
    {
        await using var cluster = await TableCluster.StartAsync(redis, silos: 3);
        // One stands still, and one's address takes no connection and refuses none.
        cluster.Silos[1].Pause();
        await Task.WhenAll(cluster.Silos[0].KillAsync(), cluster.Silos[2].KillAsync());
        using var drops = await DropAsync(await GoneAsync(cluster));

        await StartsSoonAsync(cluster.Silos[0]);

        await cluster.HasActiveAsync(1);
    }

    private static async Task StartsSoonAsync(MemberProcess silo)
    {
        var start = silo.RestartAsync(TestContext.Current.CancellationToken);
        await Eventually.UntilAsync("the start of a silo", () => start.IsCompleted, Soon);
        await start;
    }

    private static async Task<IPEndPoint> GoneAsync(TableCluster cluster)
    {
        foreach (var silo in (await cluster.ActiveAsync()).Reverse())
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(silo);
            }
            catch (SocketException)
            {
                return silo;
            }
        }

        throw new InvalidOperationException("Every silo of the table takes connections.");
    }

    /// <summary>Takes the place of a silo by a socket whose queue is full: the system answers no further connection.</summary>
    private static async Task<FullQueue> DropAsync(IPEndPoint silo)
    {
        var queue = new FullQueue(silo);
        await queue.FillAsync();
        return queue;
    }

    private sealed class FullQueue : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _waiting = [];
        private readonly IPEndPoint _silo;

        public FullQueue(IPEndPoint silo)
        {
            _silo = silo;
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(silo);
            _listener.Listen(0);
        }

        public async Task FillAsync()
        {
            while (true)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                _waiting.Add(socket);
                using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
                try
                {
                    await socket.ConnectAsync(_silo, patience.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        public void Dispose()
        {
            _waiting.ForEach(socket => socket.Dispose());
            _listener.Dispose();
        }
    }
}
