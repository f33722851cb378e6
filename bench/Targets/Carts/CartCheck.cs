using System.Text.Json;
using OrleansState.Bench.Load;

namespace OrleansState.Bench.Targets.Carts;

/// <summary>Holds every cart against what was acknowledged.</summary>
internal static class CartCheck
{
    private const int Success = 200;

    /// <returns>How many acknowledged pieces are missing.</returns>
    /// <exception cref="WrongAnswerException">Pieces are missing or too many, and the target claims that this can't be.</exception>
    public static long CountLost(CartTarget target)
    {
        var lost = 0L;
        using var http = new HttpConnection(target.Port);
        for (var user = 0; user < target.Ledger.Keys; user++)
        {
            var (acknowledged, unknown) = (target.Ledger.Acknowledged(user), target.Ledger.Unknown(user));
            if (acknowledged + unknown == 0)
                continue;
            var held = Pieces(http, target.ReadRequest(user));
            if (!target.MayLose && (held < acknowledged || held > acknowledged + unknown))
                throw new WrongAnswerException($"{target.Name}: user {user} was acknowledged {acknowledged} pieces (and perhaps {unknown} more) and has {held}.");
            lost += Math.Max(0, acknowledged - held);
        }

        return lost;
    }

    private static long Pieces(HttpConnection http, byte[] request)
    {
        var status = http.Exchange(request);
        if (status != Success)
            throw new WrongAnswerException($"A cart was read with status {status}.");
        using var json = JsonDocument.Parse(http.Body);
        return json.RootElement.GetProperty("cart").EnumerateArray().Sum(l => l.GetProperty("quantity").GetInt64());
    }
}
