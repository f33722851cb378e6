using System.Runtime.CompilerServices;

namespace OrleansState.Hosting.Clustering.Departures;

/// <summary>
/// Has Orleans' client send nothing more through a gateway and yet keep its connection, over which answers are still to come:
/// what it does itself when a silo tells it that it stops, but that message may come late or never and nobody can tell when it
/// has taken effect. Orleans has no public way to it; taking a gateway off its list closes the connection.
/// </summary>
internal sealed class GatewayMask(IServiceProvider services)
{
    private const string GatewayManager = "Orleans.Messaging.GatewayManager, Orleans.Core";

    public void TurnAwayFrom(Uri gateway)
    {
        var manager = services.GetService(Type.GetType(GatewayManager, throwOnError: true)!)
            ?? throw new InvalidOperationException("This process is no client of a cluster.");
        // Orleans lists gateways without their generation.
        MarkAsUnavailableForSend(manager, gateway.ToGatewayAddress()!);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void MarkAsUnavailableForSend([UnsafeAccessorType(GatewayManager)] object manager, SiloAddress gateway);
}
