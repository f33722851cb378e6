using System.Net;
using Garnet.networking;
using Garnet.server;

namespace OrleansState.Embedded.Redis;

/// <summary>
/// Garnet's listener for RESP and nothing else. Garnet by itself reads commands by the line and passes over lines that are
/// none, so that an HTTP request, which any page in a browser on this machine may send here, is a list of commands to it.
/// </summary>
internal sealed class RespListener(IPEndPoint endPoint) : GarnetServerTcp(endPoint), IServerHook
{
    /// <summary>What every client of Redis begins with: its commands are arrays.</summary>
    private const byte ArrayMark = (byte)'*';

    /// <exception cref="InvalidDataException">It is not RESP; the caller closes the connection.</exception>
    bool IServerHook.TryCreateMessageConsumer(Span<byte> bytesReceived, INetworkSender networkSender, out IMessageConsumer session) =>
        bytesReceived.IsEmpty || bytesReceived[0] == ArrayMark
            ? TryCreateMessageConsumer(bytesReceived, networkSender, out session)
            : throw new InvalidDataException("The connection does not begin with a command in RESP.");
}
