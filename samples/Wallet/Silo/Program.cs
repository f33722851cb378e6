using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansState.Kafka;
using OrleansState.Redis;
using StackExchange.Redis;
using Wallets;

var builder = Host.CreateApplicationBuilder(args);
var settings = builder.Configuration;
var redis = ConfigurationOptions.Parse(settings["Redis:ConnectionString"] ?? "127.0.0.1:6379");
// INFO names the server's epoch, and is an admin command to this client.
redis.AllowAdmin = true;

builder.UseOrleans(silo => silo
    .Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = ("wallets", "wallets"))
    .UseRedisClustering(o => o.ConfigurationOptions = redis)
    .ConfigureEndpoints(IPAddress.Loopback, settings.GetValue("Orleans:SiloPort", 11111), settings.GetValue("Orleans:GatewayPort", 30000)));
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(redis));
builder.Services.AddRedisStateStore("wallets/");

var brokers = settings["Kafka:BootstrapServers"] ?? "127.0.0.1:9092";
builder.Services.AddDeposits(brokers);
builder.Services.AddKafkaEvents(events => (events.BootstrapServers, events.Topic, events.Source) = (brokers, "wallet-events", "/wallets"));

await builder.Build().RunAsync();
