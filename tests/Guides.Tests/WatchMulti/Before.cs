using StackExchange.Redis;

namespace OrleansState.Guides.Tests.WatchMulti;

#region before
public sealed class Seats(IDatabase redis)
{
    public async Task<bool> ReserveAsync(string show, string seat, string user)
    {
        while (true)
        {
            var taken = await redis.HashGetAsync($"seats:{show}", seat);
            var count = await redis.StringGetAsync($"reserved:{show}:{user}");
            if (!taken.IsNull || (long)count >= 4)
                return false;
            var transaction = redis.CreateTransaction();
            transaction.AddCondition(Condition.HashNotExists($"seats:{show}", seat));
            transaction.AddCondition(count.IsNull ? Condition.KeyNotExists($"reserved:{show}:{user}") : Condition.StringEqual($"reserved:{show}:{user}", count));
            _ = transaction.HashSetAsync($"seats:{show}", seat, user);
            _ = transaction.StringIncrementAsync($"reserved:{show}:{user}");
            if (await transaction.ExecuteAsync())
                return true;
        }
    }
}
#endregion
