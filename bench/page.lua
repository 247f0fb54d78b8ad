local token, path = os.getenv("GONGZHI_TOKEN"), os.getenv("GONGZHI_PATH")
function request()
  return wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token })
end
