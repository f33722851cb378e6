using OrleansState.Redis;

namespace OrleansState.Grains.Tests.Engine.Redis;

public sealed class StorePremisesTests
{
    private const string Good = "redis_version:7.0.15\r\nrun_id:a\r\nrole:master\r\nmaster_replid:b\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n";

    [Fact]
    public void A_Redis_that_keeps_state_gives_no_cause_for_complaint()
    {
        var premises = StorePremises.Of(Good);

        Assert.Empty(premises.Faults);
        Assert.Empty(premises.Warnings);
    }

    [Theory]
    [InlineData("redis_version:7.0.15", "redis_version:6.2.14", "keeps its scripts over a restart")]
    [InlineData("maxmemory:0\r\nmaxmemory_policy:noeviction", "maxmemory:1000000\r\nmaxmemory_policy:allkeys-lru", "maxmemory-policy is allkeys-lru")]
    [InlineData("maxmemory:0\r\nmaxmemory_policy:noeviction", "maxmemory:1000000\r\nmaxmemory_policy:volatile-ttl", "maxmemory-policy is volatile-ttl")]
    public void A_Redis_that_cannot_keep_state_is_refused_by_name(string right, string wrong, string sentence)
    {
        var premises = StorePremises.Of(Good.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(sentence, Assert.Single(premises.Faults), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aof_enabled:1", "aof_enabled:0", "appendonly is no")]
    [InlineData("maxmemory_policy:noeviction", "maxmemory_policy:allkeys-lru", "if it were given a maxmemory")]
    public void What_an_operator_may_want_is_a_warning(string usual, string other, string sentence)
    {
        var premises = StorePremises.Of(Good.Replace(usual, other, StringComparison.Ordinal));

        Assert.Empty(premises.Faults);
        Assert.Contains(sentence, Assert.Single(premises.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_embedded_store_is_what_it_has_to_be() =>
        Assert.Empty(StorePremises.Of("redis_version:6.0.1\r\nrun_id:a\r\ngarnet_version:2.2.8\r\n").Faults);

    [Fact]
    public void A_promotion_changes_who_the_server_is()
    {
        var before = RedisIdentity.Of(RedisIdentity.Fields(Good));
        var after = RedisIdentity.Of(RedisIdentity.Fields(Good.Replace("master_replid:b", "master_replid:c\r\nmaster_replid2:b", StringComparison.Ordinal)));

        Assert.NotEqual(before, after);
        Assert.True(after.IsPrimary);
        Assert.False(RedisIdentity.Of(RedisIdentity.Fields(Good.Replace("role:master", "role:slave", StringComparison.Ordinal))).IsPrimary);
    }
}
