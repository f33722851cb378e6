using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansState.Redis;
using Polly.CircuitBreaker;
using StackExchange.Redis;

namespace OrleansState.Grains.Tests.Faults;

/// <summary>Whatever a grain throws reaches its caller: as what it is, or by its name and its words, but never as a fault of serialization.</summary>
public sealed class PortableFaultTests : IDisposable
{
    private readonly ServiceProvider _silo = Services(services => services.AddGrainsOfTheProduct());
    private readonly ServiceProvider _client = Services(_ => { });

    /// <summary>Every exception of ours, of the libraries that grains call, and of the runtime.</summary>
    private static IEnumerable<Type> Types => new[]
        {
            typeof(StoreUnavailableException), typeof(RedisStateStore), typeof(RedisException), typeof(BrokenCircuitException), typeof(Grain),
            typeof(Exception), typeof(IOException), typeof(System.Net.Sockets.SocketException),
        }
        .Select(type => type.Assembly).Distinct().SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.IsSubclassOf(typeof(Exception)) && !type.IsAbstract && !type.ContainsGenericParameters);

    public void Dispose()
    {
        _silo.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void Each_crosses_by_itself_and_as_the_cause_of_a_store_that_is_away() => Assert.All(Types, type =>
    {
        Assert.NotNull(Cross(New(type)));

        // A client library puts into them what has no codec either.
        var fault = New(type);
        if (fault is not StoreUnavailableException)
            fault.Data["status"] = CommandStatus.Sent;
        var away = Assert.IsType<StoreUnavailableException>(Cross(new StoreUnavailableException("Away.", true, fault)));
        Assert.Equal(("Away.", true), (away.Message, away.OutcomeUnknown));
        if (fault is not StoreUnavailableException)
            Assert.Contains(type.FullName!, away.InnerException!.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void No_fault_of_the_client_library_leaves_the_store_as_itself()
    {
        var faults = typeof(RedisException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Exception)) && type.IsPublic);
        Assert.All(faults, type => Assert.True(RedisFaults.IsStoreFault((Exception)RuntimeHelpers.GetUninitializedObject(type)), type.Name));
    }

    private static Exception New(Type type) => type switch
    {
        _ when type == typeof(StoreUnavailableException) => new StoreUnavailableException("No answer."),
        _ when type == typeof(ReflectionTypeLoadException) => new ReflectionTypeLoadException([], []),
        _ when type.GetConstructor([]) is not null => (Exception)Activator.CreateInstance(type)!,
        _ => (Exception)RuntimeHelpers.GetUninitializedObject(type),
    };

    private Exception? Cross(Exception fault)
    {
        var bytes = _silo.GetRequiredService<Serializer>().SerializeToArray<Exception>(fault);
        return _client.GetRequiredService<Serializer>().Deserialize<Exception>(bytes);
    }

    private static ServiceProvider Services(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddSerializer(serializer => serializer.AddAssembly(typeof(StoreUnavailableException).Assembly));
        add(services);
        return services.BuildServiceProvider();
    }
}
