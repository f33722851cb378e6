using Orleans.Configuration;
using OrleansState.AspNetCore;
using StackExchange.Redis;
using Wallets.Api;

var builder = WebApplication.CreateBuilder(args);
var redis = ConfigurationOptions.Parse(builder.Configuration["Redis:ConnectionString"] ?? "127.0.0.1:6379");
builder.Host.UseOrleansClient(client => client
    .Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = ("wallets", "wallets"))
    .UseRedisClustering(o => o.ConfigurationOptions = redis));
builder.Services.AddStateProblems();

var app = builder.Build();
app.UseExceptionHandler();
app.MapWallets();
app.Run();
