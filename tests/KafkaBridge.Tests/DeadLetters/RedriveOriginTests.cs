using OrleansState.Kafka.DeadLetters;

namespace OrleansState.KafkaBridge.Tests.DeadLetters;

public sealed class RedriveOriginTests
{
    /// <summary>Kafka's ids are base64: one topic in three has a slash in its id.</summary>
    [Theory]
    [InlineData("u7Dq1XkTRmKo0a")]
    [InlineData("u7Dq/XkT+mKo0a")]
    [InlineData("/u7Dq1X//kTRmKo/")]
    public void An_origin_is_read_back_whatever_the_logs_id_looks_like(string log)
    {
        var origin = new LogPosition(log, 3, 17);

        Assert.True(RedriveOrigin.TryParse(RedriveOrigin.Write(origin), out var read));
        Assert.Equal(origin, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("3/17")]
    [InlineData("/3/17")]
    [InlineData("log/3/")]
    [InlineData("log/-3/17")]
    [InlineData("a log whose id is longer than any that a broker or a setting gives, by far/3/17")]
    public void What_is_no_origin_is_not_taken_for_one(string text) => Assert.False(RedriveOrigin.TryParse(text, out _));
}
