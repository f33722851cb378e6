using Microsoft.Extensions.Configuration;
using OrleansState.Grains.Carts;
using OrleansState.Hosting.Clustering;
using OrleansState.Hosting.Kafka;
using OrleansState.Hosting.Redis;
using OrleansState.Hosting.Settings;

namespace OrleansState.LocalCluster.Tests.Settings;

public sealed class SectionCheckTests
{
    private static readonly string[] Sections = ["Redis", "Orleans", "Cart", "Kafka"];

    [Theory]
    [InlineData("Cart:IdleTimeout", "00:30:00")]
    [InlineData("cart:idletimeout", "1.00:30:00")]
    [InlineData("Cart:IdleTimeout", "0:0:30.5")]
    [InlineData("Cart:MaxLines", "7")]
    public void A_setting_is_taken_in_whatever_case_it_is_written(string key, string value) => Assert.Empty(Of<CartOptions>("Cart", key, value));

    [Theory]
    [InlineData("Kafka:Client:security.protocol")]
    [InlineData("Kafka:Client:anything")]
    public void A_name_that_whoever_sets_it_chooses_is_taken(string key) => Assert.Empty(Of<KafkaOptions>("Kafka", key, "x"));

    [Theory]
    [InlineData("Kafka:Client")]
    [InlineData("Kafka:Client:")]
    [InlineData("Kafka:Client:ssl:ca")]
    public void A_name_that_is_none_is_not(string key) => Assert.Single(Of<KafkaOptions>("Kafka", key, "x"));

    [Theory]
    [InlineData("Cart:IdleTimout", "Cart:IdleTimeout")]
    [InlineData("CART:MAXLINE", "Cart:MaxLines")]
    [InlineData("Cart:IdleTimeout:Minutes", "Cart:IdleTimeout")]
    [InlineData("Crat:IdleTimeout", "Cart:IdleTimeout")]
    public void A_key_that_is_none_is_refused_with_the_nearest(string key, string nearest) =>
        Assert.Equal($"{key} is no setting; the nearest is {nearest} (in the environment {nearest.Replace(":", "__", StringComparison.Ordinal)}).", Assert.Single(Of<CartOptions>("Cart", key, "00:30:00")));

    [Theory]
    [InlineData("Chart:Colours")]
    [InlineData("Logging:LogLevel:Default")]
    [InlineData("CART_IDLETIMEOUT")]
    [InlineData("Redis:ConnectionString")]
    public void What_is_somebody_elses_is_left_alone(string key) => Assert.Empty(Of<CartOptions>("Cart", key, "x"));

    [Theory]
    [InlineData("30")]
    [InlineData("1.5")]
    [InlineData("-1")]
    [InlineData("30s")]
    [InlineData("1:30")]
    [InlineData("PT30M")]
    [InlineData("")]
    public void A_duration_in_another_form_is_refused_with_the_form(string value) =>
        Assert.Contains("a duration is written [days.]hours:minutes:seconds", Assert.Single(Of<CartOptions>("Cart", "Cart:IdleTimeout", value)), StringComparison.Ordinal);

    [Fact]
    public void A_bare_number_is_answered_with_what_it_may_have_meant() =>
        Assert.EndsWith("00:00:30 is 30 seconds, 00:30:00 is 30 minutes.", Assert.Single(Of<CartOptions>("Cart", "Cart:IdleTimeout", "30")), StringComparison.Ordinal);

    [Fact]
    public void What_is_needed_early_is_looked_at_early()
    {
        var settings = Settings("Redis:Timeout", "1");
        Assert.Contains("Redis:Timeout is 1", Assert.Throws<BadSettingException>(() => settings.ReadChecked<RedisOptions>("Redis")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.1")]
    public void An_address_that_nobody_has_can_not_be_advertised(string host) => Assert.Contains(
        "Orleans:AdvertisedHost", Assert.Throws<BadSettingException>(() => Settings("Orleans:AdvertisedHost", host).ReadChecked<ClusteringOptions>("Orleans")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("kafka-1:9092,kafka-2:9092", true)]
    [InlineData("SASL_SSL://kafka-1:9092, [::1]:9092", true)]
    [InlineData("kafka-1", true)]
    [InlineData("http://kafka-1:9092", false)]
    [InlineData("kafka-1:99999", false)]
    [InlineData("kafka-1:port", false)]
    [InlineData("kafka-1 9092", false)]
    public void A_broker_is_a_host_with_or_without_a_port(string brokers, bool isTaken)
    {
        var fault = Record.Exception(() => Settings("Kafka:BootstrapServers", brokers).ReadChecked<KafkaOptions>("Kafka"));
        Assert.Equal(isTaken, fault is null);
    }

    [Theory]
    [InlineData("events/old", false)]
    [InlineData("..", false)]
    [InlineData("events.v2_x-1", true)]
    public void A_topic_has_a_name_that_Kafka_takes(string topic, bool isTaken)
    {
        var fault = Record.Exception(() => Settings("Kafka:Topic", topic).ReadChecked<KafkaOptions>("Kafka"));
        Assert.Equal(isTaken, fault is null);
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("timeout", "Timeout", 0)]
    [InlineData("crat", "cart", 1)]
    [InlineData("timout", "timeout", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Words_are_as_far_apart_as_they_have_letters_to_change(string a, string b, int distance) => Assert.Equal(distance, Spelling.Distance(a, b));

    private static IReadOnlyList<string> Of<TOptions>(string section, string key, string value) =>
        SectionCheck.Faults(Settings(key, value), section, typeof(TOptions), Sections);

    private static IConfiguration Settings(string key, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = value }).Build();
}
